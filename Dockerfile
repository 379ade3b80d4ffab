# Karui as a container: the first stage builds the page, the second serves it and holds nothing else.
#   docker build -t karui . && docker run --rm -p 8080:8080 karui

FROM rust:1-bookworm AS build
# The scripts that make modules into files for the web run on Node.js.
COPY --from=node:lts-bookworm-slim /usr/local/ /usr/local/
WORKDIR /karui
COPY . .
# What cargo fetched and compiled is kept for the next build and is no part of any layer.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/karui/target ./lab build
RUN cp -r dist /site

FROM busybox:stable
COPY <<HTTPD /etc/httpd.conf
.wasm:application/wasm
.mjs:text/javascript
.webmanifest:application/manifest+json
HTTPD
COPY --from=build /site /srv
USER 65534:65534
EXPOSE 8080
ENTRYPOINT ["httpd", "-f", "-c", "/etc/httpd.conf", "-h", "/srv"]
CMD ["-p", "8080"]
