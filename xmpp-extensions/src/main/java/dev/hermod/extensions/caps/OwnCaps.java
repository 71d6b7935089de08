package dev.hermod.extensions.caps;

import dev.hermod.extensions.caps.CapsInfo.Who;
import dev.hermod.feature.Disco;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.StreamFeature;
import dev.hermod.stanza.Form;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's own tag: in stream features for clients that know it already (XEP-0115 6.3), and as
/// a disco node for those that do not.
final class OwnCaps implements StreamFeature, DiscoNode {
    static final String NODE = "https://hermod.dev";

    private final Disco disco;
    private volatile @Nullable CapsTag tag;

    OwnCaps(Disco disco) {
        this.disco = disco;
    }

    @Override
    public Optional<FrozenElement> offer(StreamContext stream) {
        return stream.authenticated() ? Optional.of(tag().element()) : Optional.empty();
    }

    @Override
    public Optional<DiscoInfo> info(String node, IqRequest request) {
        return node.equals(tag().discoNode()) ? Optional.of(info()) : Optional.empty();
    }

    private DiscoInfo info() {
        return new DiscoInfo(
                disco.identities(DiscoTarget.SERVER),
                disco.features(DiscoTarget.SERVER),
                disco.forms(DiscoTarget.SERVER));
    }

    /// Made when first asked for, since disco is complete only once all features are installed;
    /// made twice, it is the same.
    private CapsTag tag() {
        CapsTag made = tag;
        if (made == null) {
            made =
                    new CapsTag(
                            CapsHash.SHA_1.ianaName(),
                            NODE,
                            VerificationString.of(described(info()), CapsHash.SHA_1));
            tag = made;
        }
        return made;
    }

    private static CapsInfo described(DiscoInfo info) {
        List<Who> identities = info.identities().stream().map(OwnCaps::who).toList();
        return new CapsInfo(
                identities, info.features(), info.forms().stream().map(OwnCaps::form).toList());
    }

    private static CapsInfo.Form form(Form form) {
        return new CapsInfo.Form(
                form.fields().stream()
                        .map(field ->
                                new CapsInfo.Field(
                                        field.name() == null ? "" : field.name(),
                                        field.type() == Form.FieldType.HIDDEN,
                                        field.values()))
                        .toList());
    }

    private static Who who(Identity identity) {
        String name = identity.name();
        return new Who(identity.category(), identity.type(), "", name == null ? "" : name);
    }
}
