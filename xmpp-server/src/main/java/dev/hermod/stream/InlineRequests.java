package dev.hermod.stream;

import dev.hermod.auth.SaslContext;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.UserAgent;
import dev.hermod.session.BoundSession;
import dev.hermod.session.Connection;
import dev.hermod.session.HandledCountTooHigh;
import dev.hermod.session.Resumption;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// What a client asks for together with its login (XEP-0388 section 2.6.1): to resume a session, or
/// else to bind a resource (XEP-0198 section 10). Nothing is read from it until it is answered.
final class InlineRequests {
    private final ClientStream stream;
    private final ManagementRequests management;
    private final InlineBinding binding;
    private final InlineTokens tokens;

    InlineRequests(
            ClientStream stream,
            ManagementRequests management,
            InlineBinding binding,
            InlineTokens tokens) {
        this.stream = stream;
        this.management = management;
        this.binding = binding;
        this.tokens = tokens;
    }

    InlineTokens tokens() {
        return tokens;
    }

    FrozenElement offer(SaslContext context) {
        return FrozenElement.named("inline", Sasl2Negotiation.NAMESPACE)
                .child(FrozenElement.named("sm", ManagementRequests.NAMESPACE).build())
                .child(binding.offer())
                .child(tokens.offer(context).orElse(null))
                .build();
    }

    /// @param data what the mechanism adds to success
    void perform(JID account, FrozenElement authenticate, @Nullable FrozenElement data) {
        Success success = new Success(account, authenticate, data);
        if (InlineTokens.concern(authenticate)) {
            success.token();
        } else {
            success.goOn();
        }
    }

    /// The answer to a login, and the way to it.
    private final class Success implements Resumption {
        private final JID account;
        private final FrozenElement authenticate;
        private final List<FrozenElement> results = new ArrayList<>();
        private final @Nullable FrozenElement data;

        Success(JID account, FrozenElement authenticate, @Nullable FrozenElement data) {
            this.account = account;
            this.authenticate = authenticate;
            this.data = data;
        }

        void token() {
            Connection connection = stream.connection();
            Thread.ofVirtual()
                    .name("token")
                    .start(() -> {
                        Optional<FrozenElement> token = tokens.answer(account, authenticate);
                        connection.execute(() -> {
                            token.ifPresent(results::add);
                            goOn();
                        });
                    });
        }

        void goOn() {
            FrozenElement resume = authenticate.child("resume", ManagementRequests.NAMESPACE);
            if (stream.over()) {
                return;
            }
            if (resume != null) {
                management.resume(resume, account, this);
            } else {
                bind();
            }
        }

        @Override
        public void resumed(BoundSession session, String id, long handled) {
            results.add(ManagementRequests.resumedAt(id, handled));
            write(session.address());
            stream.resumed(session);
        }

        @Override
        public void refused(PacketError.Condition condition, long handled) {
            if (!stream.over()) {
                results.add(ManagementRequests.failed(condition, handled));
                bind();
            }
        }

        @Override
        public void refused(HandledCountTooHigh problem) {
            management.tooHigh(problem);
        }

        private void bind() {
            FrozenElement bind = authenticate.child("bind", InlineBinding.NAMESPACE);
            if (bind == null) {
                unbound();
                return;
            }
            Connection connection = stream.connection();
            Optional<UserAgent> agent = UserAgent.of(authenticate);
            StreamContext context = stream.context();
            Thread.ofVirtual()
                    .name("bind")
                    .start(() -> {
                        InlineBinding.@Nullable Bound bound =
                                binding.bind(account, bind, agent, context);
                        connection.execute(() -> {
                            if (bound == null) {
                                unbound();
                            } else {
                                bound(bind, bound);
                            }
                        });
                    });
        }

        private void unbound() {
            if (!stream.over()) {
                write(account);
                stream.sendFeatures();
                stream.connection().resumeReading();
            }
        }

        private void bound(FrozenElement bind, InlineBinding.Bound bound) {
            BoundSession session = bound.session();
            if (stream.adopt(session)) {
                results.add(binding.answer(bind, bound));
                write(session.address());
                stream.sendFeatures();
                session.start(stream);
                stream.connection().resumeReading();
            }
        }

        private void write(JID identifier) {
            FrozenElement.Builder success =
                    FrozenElement.named("success", Sasl2Negotiation.NAMESPACE)
                            .child(data)
                            .child(
                                    FrozenElement.named(
                                                    "authorization-identifier",
                                                    Sasl2Negotiation.NAMESPACE)
                                            .text(identifier.toString())
                                            .build())
                            .children(results);
            stream.connection().write(success.build(), null);
        }
    }
}
