FROM python:3.12-slim
ARG BUILD_DATE=unknown
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY train.py model.py ./
LABEL build-date=$BUILD_DATE
CMD ["python", "train.py"]
