package dev.hermod.feature;

import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client says of itself when it logs in (XEP-0388 section 2.3): for its own user and the
/// operator, never for others.
///
/// @param id of this installation of the client, the same at each login; `null` where it says none
/// @param software its name
/// @param device what it runs on
public record UserAgent(@Nullable UUID id, @Nullable String software, @Nullable String device) {
    private static final String NAMESPACE = "urn:xmpp:sasl:2";
    private static final String ELEMENT = "user-agent";
    private static final int LONGEST = 200;

    /// How it is kept with a session that is resumed after a restart.
    public static final SlotText<UserAgent> TEXT =
            new SlotText<>("user-agent", UserAgent::text, UserAgent::parse);

    public UserAgent {
        software = shortened(software);
        device = shortened(device);
    }

    /// The one that a request to authenticate holds. An id that is no UUID counts as none.
    public static Optional<UserAgent> of(FrozenElement authenticate) {
        return Optional.ofNullable(authenticate.child(ELEMENT, NAMESPACE)).map(UserAgent::read);
    }

    private static UserAgent read(FrozenElement element) {
        return new UserAgent(
                uuid(element.attr("id")), text(element, "software"), text(element, "device"));
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null || text.length() != 36 ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String text(FrozenElement element, String name) {
        FrozenElement child = element.child(name, NAMESPACE);
        return child == null || child.text().isBlank() ? null : child.text().strip();
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null || text.length() <= LONGEST) {
            return text;
        }
        boolean split = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, split ? LONGEST - 1 : LONGEST);
    }

    private String text() {
        FrozenElement.Builder element =
                FrozenElement.named(ELEMENT, NAMESPACE)
                        .attribute("id", id == null ? null : id.toString());
        child(element, "software", software);
        child(element, "device", device);
        return ElementWriter.toXml(element.build());
    }

    private static void child(FrozenElement.Builder in, String name, @Nullable String text) {
        if (text != null) {
            in.child(FrozenElement.named(name, NAMESPACE).text(text).build());
        }
    }

    private static UserAgent parse(String text) {
        try {
            return read(ElementReader.parse(text));
        } catch (XmlStreamException e) {
            return new UserAgent(null, null, null);
        }
    }
}
