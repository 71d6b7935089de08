package dev.hermod.feature;

import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers disco#info and disco#items that name a node (XEP-0030 3.2 and 4.2). Asked on a virtual
/// thread.
///
/// On accounts it is asked for anybody's request, also on accounts that do not exist: who may see
/// what is decided here.
public interface DiscoNode {
    /// Empty when it does not know the node.
    default Optional<DiscoInfo> info(String node, IqRequest request) throws StanzaException {
        return Optional.empty();
    }

    /// Empty when it does not know the node.
    default Optional<List<DiscoItem>> items(String node, IqRequest request) throws StanzaException {
        return Optional.empty();
    }

    /// Some of what disco#items lists.
    ///
    /// @param part which part of all, `null` where it is all and nobody has asked for a part
    record Page(List<DiscoItem> items, @Nullable RsmResponse part) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /// What disco#items without a node lists of it beside the address's resources or services, for
    /// whoever asks, in pages (XEP-0059) where the request wants them. Asked on accounts only.
    default Page top(IqRequest request) throws StanzaException {
        return new Page(List.of(), null);
    }
}
