FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY train.py model.py ./
USER 1000
ENTRYPOINT ["python", "train.py"]
CMD ["--epochs", "3"]
