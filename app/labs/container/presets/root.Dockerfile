FROM python:3.12
WORKDIR /app
ENV API_TOKEN=0123456789
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD python train.py
