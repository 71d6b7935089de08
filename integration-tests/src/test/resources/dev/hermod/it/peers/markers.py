"""Romeo writes to Juliet, who reads on her phone: her laptop and her inbox learn of it, by a mark that goes along with the
marker to Romeo, and by one that is published. Prints `ok` at the end.

Arguments: port, then JID and password of Romeo and of Juliet.
"""
import asyncio
import ssl
import sys
import xml.etree.ElementTree as ET

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

PATIENCE = 60
CLIENT = "jabber:client"
MARKS = "urn:xmpp:mds:displayed:0"
MARKERS = "urn:xmpp:chat-markers:0"
IDS = "urn:xmpp:sid:0"
INBOX = "urn:xmpp:inbox:1"
EVENT = "http://jabber.org/protocol/pubsub#event"
BOOKMARKS = "urn:xmpp:bookmarks:1"
NOTIFY = "urn:xmpp:notification-settings:1"


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password, *interests):
        super().__init__(jid, password)
        for plugin in ("xep_0004", "xep_0030", "xep_0060", "xep_0115", "xep_0163"):
            self.register_plugin(plugin)
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.interests = interests
        self.ready = asyncio.Event()
        self.said = asyncio.Queue()
        self.marks = asyncio.Queue()
        self.entries = []
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))
        self.register_handler(Callback("all", MatchXPath("{%s}message" % CLIENT), self.message))

    async def started(self, _):
        for interest in self.interests:
            self.plugin["xep_0163"].add_interest(interest)
        await self.plugin["xep_0115"].update_caps()
        self.send_presence()
        await self.get_roster()
        self.ready.set()

    def message(self, message):
        entry = message.xml.find("{%s}entry" % INBOX)
        mark = message.xml.find(".//{%s}displayed" % MARKS)
        if entry is not None:
            self.entries.append(entry)
        elif message.xml.find("{%s}event" % EVENT) is not None:
            if mark is not None:
                self.marks.put_nowait(mark.find("{%s}stanza-id" % IDS).get("id"))
        else:
            self.said.put_nowait(message.xml)

    async def inbox(self):
        self.entries = []
        iq = self.make_iq_get()
        iq.append(ET.Element("{%s}inbox" % INBOX))
        await iq.send()
        return self.entries


def displayed(by, stanza_id):
    mark = ET.Element("{%s}displayed" % MARKS)
    ET.SubElement(mark, "{%s}stanza-id" % IDS, {"by": by, "id": stanza_id})
    return mark


async def hear(romeo, juliets, body):
    romeo.send_message(mto=juliets[0].boundjid.bare, mbody=body, mtype="chat")
    heard = [await juliet.said.get() for juliet in juliets]
    assert all(one.find("{%s}body" % CLIENT).text == body for one in heard), heard
    return [one.find("{%s}stanza-id" % IDS).get("id") for one in heard][0], heard[0].get("id")


async def unread(juliet):
    (entry,) = await juliet.inbox()
    return int(entry.get("unread"))


async def assisted(romeo, phone, laptop):
    info = await phone.plugin["xep_0030"].get_info(jid=phone.boundjid.bare)
    assert "urn:xmpp:mds:server-assist:0" in info["disco_info"]["features"], info
    stanza_id, message_id = await hear(romeo, (phone, laptop), "first")
    assert await unread(laptop) == 1
    marker = phone.make_message(mto=romeo.boundjid.bare, mtype="chat")
    marker.append(ET.Element("{%s}displayed" % MARKERS, {"id": message_id}))
    marker.append(displayed(phone.boundjid.bare, stanza_id))
    marker.send()
    told = await romeo.said.get()
    assert told.find("{%s}displayed" % MARKERS).get("id") == message_id
    assert told.find("{%s}displayed" % MARKS) is None, "the mark is for Juliet alone"
    assert await laptop.marks.get() == stanza_id
    assert await unread(laptop) == 0


async def published(romeo, phone, laptop):
    await hear(romeo, (phone, laptop), "second")
    stanza_id, _ = await hear(romeo, (phone, laptop), "third")
    await hear(romeo, (phone, laptop), "fourth")
    assert await unread(laptop) == 3
    mark = displayed(phone.boundjid.bare, stanza_id)
    await phone.plugin["xep_0060"].publish(None, MARKS, id=romeo.boundjid.bare, payload=mark)
    assert await laptop.marks.get() == stanza_id
    assert await unread(laptop) == 1
    items = (await laptop.plugin["xep_0060"].get_items(None, MARKS))["pubsub"]["items"]
    assert [item["id"] for item in items] == [romeo.boundjid.bare], items


async def muted(romeo, phone, laptop):
    conference = ET.Element("{%s}conference" % BOOKMARKS, {"name": "Romeo"})
    extensions = ET.SubElement(conference, "{%s}extensions" % BOOKMARKS)
    ET.SubElement(ET.SubElement(extensions, "{%s}notify" % NOTIFY), "{%s}never" % NOTIFY)
    await phone.plugin["xep_0060"].publish(None, BOOKMARKS, id=romeo.boundjid.bare, payload=conference)
    (entry,) = await laptop.inbox()
    assert entry.find("{%s}notify/{%s}never" % (NOTIFY, NOTIFY)) is not None, "the laptop does not know"


async def play(port, romeo, phone, laptop):
    for client in (romeo, phone, laptop):
        client.connect(("127.0.0.1", port), use_ssl=False, force_starttls=True)
    for client in (romeo, phone, laptop):
        await client.ready.wait()
    await assisted(romeo, phone, laptop)
    await published(romeo, phone, laptop)
    await muted(romeo, phone, laptop)


def main():
    port = int(sys.argv[1])
    romeo = Client(sys.argv[2], sys.argv[3])
    phone = Client(sys.argv[4], sys.argv[5])
    laptop = Client(sys.argv[4], sys.argv[5], MARKS)
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(play(port, romeo, phone, laptop), PATIENCE))
    print("ok")


main()
