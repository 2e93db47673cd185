# Kashf in a container: `docker build -t kashf .`, then `docker run --rm kashf --help`. compose.yaml puts Elasticsearch beside it.
# What it serves is reached from outside the container: give it a password or a proxy (docs/operating.md), or say --no-auth.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /kashf \
    && /kashf/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    && /kashf/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --create-home kashf && install -d -o kashf -g kashf /home/kashf/.local/state
COPY --from=build /kashf /kashf
USER kashf
WORKDIR /home/kashf
EXPOSE 8000
ENTRYPOINT ["/kashf/bin/kashf"]
CMD ["serve", "--host", "0.0.0.0"]
