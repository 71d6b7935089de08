package dev.hermod.extensions.notify;

import dev.hermod.xml.FrozenElement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `<notify/>` (XEP-0492 2).
///
/// @param settings in the order they are in
record NotifyPayload(List<Setting> settings) {
    static final String NAMESPACE = "urn:xmpp:notification-settings:1";
    static final String NAME = "notify";

    /// What is set for some clients, or for all.
    ///
    /// @param category of the identity of clients (XEP-0030), `null` for all clients
    /// @param type of that identity, `null` for all of the category
    record Setting(Notify when, @Nullable String category, @Nullable String type) {
        /// 0 where it says nothing to clients like this, more the more exactly it means them.
        private int fits(String ofCategory, String ofType) {
            if (category == null) {
                return type == null ? 1 : 0;
            }
            if (!category.equals(ofCategory)) {
                return 0;
            }
            return type == null ? 2 : type.equals(ofType) ? 3 : 0;
        }
    }

    static NotifyPayload of(FrozenElement notify) {
        return new NotifyPayload(
                notify.childElements().stream()
                        .map(NotifyPayload::setting)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static @Nullable Setting setting(FrozenElement element) {
        return Arrays.stream(Notify.values())
                .filter(when -> element.is(when.element(), NAMESPACE))
                .findFirst()
                .map(when ->
                        new Setting(
                                when,
                                element.attr("identity-category"),
                                element.attr("identity-type")))
                .orElse(null);
    }

    /// What is set for clients of this identity: what means them most exactly (XEP-0492 3), and of
    /// that the first.
    Optional<Notify> of(String category, String type) {
        for (int exactly = 3; exactly > 0; exactly--) {
            for (Setting setting : settings) {
                if (setting.fits(category, type) == exactly) {
                    return Optional.of(setting.when());
                }
            }
        }
        return Optional.empty();
    }
}
