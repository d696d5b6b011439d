# The four scenarios that Flask is asked for, as its documentation would have them: what `flask.ts` serves by gunicorn.
from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello, World!", {"content-type": "text/plain; charset=utf-8"}


@app.get("/json")
def json():
    return {"message": "Hello, World!"}


@app.get("/users/<int:id>")
def param(id):
    return {"id": id}


@app.post("/echo")
def echo():
    return request.get_json()
