"""Juliet's phone sleeps, on slixmpp: it loses its connection without a goodbye, and must get each message once.

First it resumes its session; then it gives its session up; then the session times out while it sleeps. Her laptop sees
carbons of both directions all the time. Prints `ok` at the end. Arguments: port, JID and password of Romeo and of Juliet.
"""
import asyncio
import ssl
import sys

import slixmpp

PATIENCE = 110
WAIT = 60
PAGE = 10
MISSED = 25


class Device(slixmpp.ClientXMPP):
    """Notes each message as (how it came, body), with the stanza-id of its account's archive."""

    def __init__(self, jid, password, resource):
        super().__init__(jid + "/" + resource, password)
        for plugin in ("xep_0030", "xep_0198", "xep_0280", "xep_0313", "xep_0359"):
            self.register_plugin(plugin)
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.seen, self.ids, self.gone = [], [], set()
        self.started, self.resumed = asyncio.Event(), asyncio.Event()
        self.add_event_handler("session_start", lambda _: self.started.set())
        self.add_event_handler("session_resumed", lambda _: self.resumed.set())
        self.add_event_handler("message", lambda message: self.note("direct", message))
        for way in ("received", "sent"):
            self.add_event_handler("carbon_" + way, lambda copy, way=way: self.note(way, copy["carbon_" + way]))
        self.add_event_handler("presence_unavailable", lambda presence: self.gone.add(presence["from"].full))
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))

    def note(self, how, message):
        self.seen.append((how, message["body"]))
        self.ids.append(message["stanza_id"]["id"])

    async def log_in(self, port):
        self.started.clear()
        self.resumed.clear()
        self.connect(("127.0.0.1", port), force_starttls=True)
        await first(self.started.wait(), self.resumed.wait())

    async def appear(self):
        await self["xep_0280"].enable()
        self.send_presence()
        await self.pong()

    async def pong(self):
        """When an answer is here, so is everything sent to this device before."""
        for _ in range(2):
            ping = self.make_iq_get(ito=self.boundjid.domain)
            ping.append(slixmpp.xmlstream.ET.Element("{urn:xmpp:ping}ping"))
            await ping.send()

    async def fall_asleep(self):
        """Its socket is closed in the midst of the stream."""
        lost = asyncio.get_event_loop().create_future()
        self.add_event_handler("disconnected", lambda _: lost.set_result(None), disposable=True)
        self.transport.abort()
        await lost

    async def archive(self, after):
        pages = self["xep_0313"].iterate(rsm={"max": PAGE, "after": after})
        results = [message["mam_result"] async for message in pages]
        return [(result["forwarded"]["stanza"]["body"], result["id"]) for result in results]


async def first(*waits):
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    _, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()


async def eventually(condition, told):
    end = asyncio.get_event_loop().time() + WAIT
    while not condition():
        assert asyncio.get_event_loop().time() < end, told()
        await asyncio.sleep(0.05)


async def saw(device, *expected):
    """These and no others, in this order, since it was asked last."""
    def told():
        return "%s saw %s, not %s" % (device.boundjid, device.seen, expected)

    await eventually(lambda: len(device.seen) >= len(expected), told)
    await device.pong()
    assert device.seen == list(expected), told()
    device.seen.clear()


def say(device, to, body):
    device.send_message(mto=to, mbody=body, mtype="chat")


async def awake(romeo, phone, laptop):
    """What reaches one of two devices, or comes from it, reaches the other as a carbon, with the same stanza-id."""
    say(romeo, phone.boundjid.full, "to the phone")
    await saw(phone, ("direct", "to the phone"))
    await saw(laptop, ("received", "to the phone"))
    assert phone.ids[-1] == laptop.ids[-1] != "", (phone.ids, laptop.ids)
    say(phone, romeo.boundjid.full, "from the phone")
    await saw(laptop, ("sent", "from the phone"))
    say(laptop, romeo.boundjid.full, "from the laptop")
    await saw(phone, ("sent", "from the laptop"))
    await saw(romeo, ("direct", "from the phone"), ("direct", "from the laptop"))
    say(romeo, phone.boundjid.bare, "to both")
    for device in (phone, laptop):
        await saw(device, ("direct", "to both"))


async def resumes(port, romeo, phone, laptop):
    await phone.fall_asleep()
    session = phone["xep_0198"].sm_id
    missed = ["asleep %d" % i for i in range(MISSED)]
    for body in missed:
        say(romeo, phone.boundjid.bare, body)
    await saw(laptop, *(("direct", body) for body in missed))
    say(laptop, romeo.boundjid.full, "she sleeps")
    await saw(romeo, ("direct", "she sleeps"))
    await phone.log_in(port)
    assert phone.resumed.is_set() and phone["xep_0198"].sm_id == session, "not resumed"
    await saw(phone, *(("direct", body) for body in missed), ("sent", "she sleeps"))


async def begins_anew(port, romeo, phone, laptop, name, give_up):
    """Misses some, reads its archive from what it knows, and is not given that again when it becomes available."""
    known = phone.ids[-1]
    await phone.fall_asleep()
    missed = ["%s %d" % (name, i) for i in range(MISSED)]
    for body in missed[:5]:
        say(romeo, phone.boundjid.bare, body)
    await give_up()
    for body in missed[5:]:
        say(romeo, phone.boundjid.bare, body)
    await saw(laptop, *(("direct", body) for body in missed))
    await phone.log_in(port)
    assert phone.started.is_set(), "resumed"
    caught_up = await phone.archive(known)
    assert [body for body, _ in caught_up] == missed, caught_up
    assert [number for _, number in caught_up] == laptop.ids[-MISSED:], (caught_up, laptop.ids)
    await phone.appear()
    await saw(phone)
    await awake(romeo, phone, laptop)


async def live(port, romeo, phone, laptop):
    for device in (romeo, phone, laptop):
        await device.log_in(port)
        await device.appear()
    await awake(romeo, phone, laptop)
    await resumes(port, romeo, phone, laptop)
    await awake(romeo, phone, laptop)

    async def forgotten():
        phone["xep_0198"].session_end(None)

    async def timed_out():
        await eventually(lambda: phone.boundjid.full in laptop.gone, lambda: "no timeout but %s" % laptop.gone)

    def at_most_a_second(stanza):
        if isinstance(stanza, phone["xep_0198"].stanza.Enable):
            stanza["max"] = "1"
        return stanza

    phone.add_filter("out", at_most_a_second)
    await begins_anew(port, romeo, phone, laptop, "given up", forgotten)
    laptop.gone.clear()
    await begins_anew(port, romeo, phone, laptop, "timed out", timed_out)


def main():
    port = int(sys.argv[1])
    romeo = Device(sys.argv[2], sys.argv[3], "desk")
    phone, laptop = (Device(sys.argv[4], sys.argv[5], resource) for resource in ("phone", "laptop"))
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(live(port, romeo, phone, laptop), PATIENCE))
    print("ok")


main()
