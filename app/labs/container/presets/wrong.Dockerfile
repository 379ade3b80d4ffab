from python:3.12-slim As Train
MAINTAINER someone@example.com
ENV MODE train
WORKDIR app
COPY requirements.txt ./
RUN pip install \

    -r requirements.txt
ARG API_KEY
EXPOSE 8080/TCP
CMD python train.py
CMD python train.py --epochs $EPOCH
