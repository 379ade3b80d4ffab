FROM python:3.12-slim
WORKDIR /app
RUN apt-get update
RUN apt-get install -y git
RUN rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN pip install -r requirements.txt
RUN rm -rf /root/.cache/pip
COPY weights/ weights/
RUN chmod 444 weights/best.pt
COPY train.py model.py ./
CMD ["python", "train.py"]
