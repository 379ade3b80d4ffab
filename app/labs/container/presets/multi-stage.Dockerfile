FROM python:3.12 AS packages
COPY requirements.txt ./
RUN pip install -r requirements.txt

FROM python:3.12 AS test
WORKDIR /app
COPY . .
RUN touch tested

FROM debian:bookworm-slim AS weights
WORKDIR /out
COPY weights/ ./
RUN chmod 444 best.pt

FROM python:3.12-slim
WORKDIR /app
COPY --from=packages /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
COPY --from=weights /out ./weights
COPY train.py model.py ./
USER 1000
ENTRYPOINT ["python", "train.py"]
