"""Plays an engine with python-osc, a client of another project.

    python_osc_client.py PORT

Prints the engine's status afterwards, as JSON.
"""

import json
import socket
import sys
import time

from pythonosc import osc_bundle_builder, osc_message_builder
from pythonosc.osc_message import OscMessage

port = int(sys.argv[1])
connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
connection.settimeout(20)


def message(address, *arguments):
    builder = osc_message_builder.OscMessageBuilder(address=address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build()


def send(packet):
    connection.sendto(packet.dgram, ("127.0.0.1", port))


def receive(address):
    while True:
        reply = OscMessage(connection.recv(65536))
        if reply.address == address:
            return reply.params


send(message("/mod/sine/freq", 660))  # an integer
send(message("/mod/*/amp", 0.25))
send(message("/gate/sine", False))

send(message("/mod/sine/freq", "fast"))
failure = receive("/fail")
assert failure[0] == "/mod/sine/freq", failure

due = time.time() + 0.2
builder = osc_bundle_builder.OscBundleBuilder(due)
builder.add_content(message("/mod/sine/freq", 990.0))
builder.add_content(message("/sync", 7))
send(builder.build())
assert receive("/synced") == [7]
assert time.time() >= due - 0.001, "too early"  # python-osc truncates time tags

# The frame of the change may still be a few periods ahead.
while True:
    send(message("/engine/status"))
    parameters = receive("/engine/status.reply")
    status = dict(zip(parameters[::2], parameters[1::2]))
    if status["frequency"] == 990.0:
        break
    time.sleep(0.01)
print(json.dumps(status))
