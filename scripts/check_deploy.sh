#!/bin/sh
# check_deploy.sh: Django's deployment check on the production settings, with values that stand for real ones.
set -eu
secret() { .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))'; }
export DJANGO_SETTINGS_MODULE=courts_party.production
export DATA_DIR=.make/check-data
export DATABASE_URL=postgresql://nobody@127.0.0.1/nothing
export REDIS_URL=redis://127.0.0.1:1/0
export ALLOWED_HOSTS=court.example
SECRET_KEY=$(secret)
FIELD_KEY=$(secret)
export SECRET_KEY FIELD_KEY
.venv/bin/python manage.py check --deploy --fail-level WARNING
