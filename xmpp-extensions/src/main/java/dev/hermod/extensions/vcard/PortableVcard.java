package dev.hermod.extensions.vcard;

import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.util.Optional;
import org.xmpp.packet.JID;

/// The vCard of an account that moves (XEP-0227 4.7).
record PortableVcard(Services services) implements PortablePart {
    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        Optional<String> xml = vcards().find(account);
        if (xml.isPresent()) {
            out.element(VcardPayload.stored(xml.get()));
        }
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return localName.equals(VcardPayload.NAME) && namespace.equals(VcardPayload.NAMESPACE);
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        FrozenElement.Builder vcard =
                FrozenElement.named(VcardPayload.NAME, VcardPayload.NAMESPACE)
                        .attribute("version", in.head().attr("version"));
        for (FrozenElement child = in.next(); child != null; child = in.next()) {
            vcard.child(child);
        }
        try {
            VcardPayload.Checked checked =
                    VcardPayload.check(vcard.build(), services.config().limits().vcardBytes());
            vcards().store(account, checked.xml(), checked.photo());
        } catch (StanzaException e) {
            in.leftOut("the vCard of " + account + ": " + e.getMessage());
        }
    }

    private Vcards vcards() {
        return services.storage().port(Vcards.class);
    }
}
