FROM python:3.12 AS packages
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim
COPY --link --from=packages /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
COPY --link train.py model.py /app/
WORKDIR /app
CMD ["python", "train.py"]
