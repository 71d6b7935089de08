"""Three slixmpp clients and what accounts publish: avatars, bookmarks in both forms, lists of devices. Prints `ok` at the end.

Arguments: port, then JID and password of each; the third is a stranger to the others.
"""
import asyncio
import hashlib
import ssl
import sys
import xml.etree.ElementTree as ET

import slixmpp
from slixmpp.exceptions import IqError
from slixmpp.plugins.xep_0048 import Bookmarks

PATIENCE = 60
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
DEVICES = "eu.siacs.conversations.axolotl.devicelist"
BOOKMARKS = "urn:xmpp:bookmarks:1"
ROOM = "theplay@conference.localhost"
OTHER = "orchard@conference.localhost"


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in ("xep_0004", "xep_0030", "xep_0048", "xep_0049", "xep_0054", "xep_0060", "xep_0084", "xep_0115", "xep_0163"):
            self.register_plugin(plugin)
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.auto_authorize = True
        self.auto_subscribe = True
        self.ready = asyncio.Event()
        self.known = asyncio.Event()
        self.pictures = asyncio.Queue()
        self.hashes = asyncio.Queue()
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))
        self.add_event_handler("presence_available", self.presence)
        self.add_event_handler("avatar_metadata_publish", self.pictures.put_nowait)

    async def started(self, _):
        self.send_presence()
        await self.get_roster()
        self.ready.set()

    def presence(self, presence):
        photo = presence.xml.find("{vcard-temp:x:update}x/{vcard-temp:x:update}photo")
        if presence["from"].bare != self.boundjid.bare:
            self.known.set()
            if photo is not None and photo.text:
                self.hashes.put_nowait(photo.text)


def options(client, **fields):
    form = client.plugin["xep_0004"].make_form("submit")
    form.add_field(var="FORM_TYPE", ftype="hidden", value="http://jabber.org/protocol/pubsub#publish-options")
    for name, value in fields.items():
        form.add_field(var="pubsub#" + name, value=value)
    return form


async def avatars(owner, friend):
    digest = hashlib.sha1(PICTURE).hexdigest()
    avatar = owner.plugin["xep_0084"]
    await avatar.publish_avatar(PICTURE, options=options(owner, access_model="open"))
    await avatar.publish_avatar_metadata(
        {"id": digest, "type": "image/png", "bytes": len(PICTURE)}, options=options(owner, access_model="open")
    )
    event = await friend.pictures.get()
    assert event["from"].bare == owner.boundjid.bare, event
    item = event["pubsub_event"]["items"]["item"]
    assert item["id"] == digest, event
    fetched = await friend.plugin["xep_0084"].retrieve_avatar(owner.boundjid.bare, digest)
    assert fetched["pubsub"]["items"]["item"]["avatar_data"]["value"] == PICTURE
    assert await friend.hashes.get() == digest
    vcard = await friend.plugin["xep_0054"].get_vcard(owner.boundjid.bare)
    assert vcard["vcard_temp"]["PHOTO"]["BINVAL"] == PICTURE


async def bookmarks(owner, friend):
    old = Bookmarks()
    old.add_conference(ROOM, "JC", autojoin=True, name="The Play")
    await owner.plugin["xep_0049"].store(old)
    pubsub = owner.plugin["xep_0060"]
    items = (await pubsub.get_items(owner.boundjid.bare, BOOKMARKS))["pubsub"]["items"]
    assert [item["id"] for item in items] == [ROOM], items
    conference = ET.Element("{%s}conference" % BOOKMARKS, {"name": "Orchard"})
    await pubsub.publish(None, BOOKMARKS, id=OTHER, payload=conference, options=options(owner, access_model="whitelist", max_items="max"))
    both = await owner.plugin["xep_0049"].retrieve("bookmarks")
    assert {str(one["jid"]) for one in both["private"]["bookmarks"]["conferences"]} == {ROOM, OTHER}, both
    try:
        await friend.plugin["xep_0060"].get_items(owner.boundjid.bare, BOOKMARKS)
        raise AssertionError("bookmarks are shown to others")
    except IqError as refused:
        assert refused.condition == "not-allowed", refused


async def devices(owner, stranger):
    listed = ET.Element("{eu.siacs.conversations.axolotl}list")
    ET.SubElement(listed, "{eu.siacs.conversations.axolotl}device", {"id": "4711"})
    await owner.plugin["xep_0060"].publish(None, DEVICES, id="current", payload=listed, options=options(owner, access_model="open"))
    found = await stranger.plugin["xep_0060"].get_items(owner.boundjid.bare, DEVICES)
    assert "4711" in str(found), found


async def gather(port, owner, friend, stranger):
    for client in (owner, friend, stranger):
        client.connect(("127.0.0.1", port), use_ssl=False, force_starttls=True)
    for client in (owner, friend, stranger):
        await client.ready.wait()
    owner.send_presence_subscription(pto=friend.boundjid.bare)
    await friend.known.wait()
    await owner.known.wait()
    await avatars(owner, friend)
    await bookmarks(owner, friend)
    await devices(owner, stranger)


def main():
    port = int(sys.argv[1])
    owner, friend, stranger = (Client(sys.argv[i], sys.argv[i + 1]) for i in (2, 4, 6))
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(gather(port, owner, friend, stranger), PATIENCE))
    print("ok")


main()
