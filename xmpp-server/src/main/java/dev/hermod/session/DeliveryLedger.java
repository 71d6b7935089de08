package dev.hermod.session;

import dev.hermod.storage.DeliveryCursors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who among an account's resources answers for which entry of its log, and what all have
/// acknowledged together.
///
/// A resource that receives claims everything above its floor, and of what lies below it what
/// nobody has acknowledged or claimed yet. What it acknowledges is confirmed; the cursor moves as
/// far as everything is confirmed without a gap, so a crash redelivers and never skips. What a
/// resource leaves behind unacknowledged is free for the next one, or becomes an exception where
/// others have confirmed beyond it.
///
/// Safe for several threads; nothing in it blocks. `R` is a resource, told apart by identity.
final class DeliveryLedger<R> {
    /// One resource's part.
    private static final class Claim {
        boolean receiving;

        /// Claims `(openAfter, infinity)`; `Long.MAX_VALUE` when nothing is open.
        long openAfter = Long.MAX_VALUE;

        /// Routed to it after it joined and before its floor was known.
        final TreeSet<Long> live = new TreeSet<>();

        final IdRanges owned = new IdRanges();

        /// Given by a replay. What of it is routed only now, because its commit was seen before it
        /// was told, must not be given once more.
        final IdRanges replayed = new IdRanges();

        /// Given by a replay although others answer for it; the same goes for what of it is routed
        /// to all only now.
        final IdRanges missed = new IdRanges();

        /// Delivered to this resource alone, whatever others claim.
        final TreeSet<Long> targeted = new TreeSet<>();

        final Set<Long> exceptions = new HashSet<>();

        /// Given to another resource alone after this one joined and before its floor was known.
        final TreeSet<Long> holes = new TreeSet<>();

        /// Whether a replay gives an entry.
        boolean gives(long id, boolean forAll) {
            return replayed.contains(id) || (forAll && missed.contains(id));
        }

        boolean open() {
            return openAfter != Long.MAX_VALUE;
        }

        /// It receives no more and answers for nothing.
        boolean done() {
            return !receiving
                    && !open()
                    && owned.isEmpty()
                    && targeted.isEmpty()
                    && exceptions.isEmpty();
        }

        /// It is given an entry live, which it answers for, whoever else does.
        void routed(long id) {
            if (!open()) {
                live.add(id);
            } else if (id <= openAfter) {
                owned.add(id - 1, id);
            }
        }

        /// Another resource alone answers for this one.
        void exclude(long id) {
            if (!open()) {
                holes.add(id);
            } else if (id > openAfter) {
                owned.add(openAfter, id - 1);
                openAfter = id;
            } else if (!replayed.contains(id)) {
                owned.remove(id - 1, id);
            }
        }

        void openAt(long floor) {
            openAfter = floor;
            // Live ones since it joined are its own, whoever else has them.
            live.forEach(id -> owned.add(id - 1, id));
            live.clear();
            holes.forEach(this::exclude);
            holes.clear();
        }

        IdRanges ids() {
            IdRanges all = owned.copy();
            all.add(openAfter, Long.MAX_VALUE);
            targeted.forEach(id -> all.add(id - 1, id));
            return all;
        }
    }

    /// What a resource that begins to receive is to be given from the log, oldest first:
    /// exceptions, then ranges.
    record Replay(List<Long> exceptions, List<IdRanges.Range> ranges) {}

    /// What is to be stored.
    record Move(long cursor, Set<Long> addedExceptions, Set<Long> removedExceptions) {}

    private final IdentityHashMap<R, Claim> claims = new IdentityHashMap<>(2);
    private final IdRanges confirmed = new IdRanges();
    private final Set<Long> exceptions;
    private final Set<Long> added = new HashSet<>();
    private final Set<Long> removed = new HashSet<>();
    private long cursor;
    private long storedCursor;
    private long lastRouted;

    DeliveryLedger(DeliveryCursors.Position stored) {
        this.cursor = stored.cursor();
        this.storedCursor = stored.cursor();
        this.exceptions = new HashSet<>(stored.exceptions());
    }

    /// From now on the resource receives what is routed; [#claim] must follow.
    synchronized void join(R resource) {
        Claim claim = claims.computeIfAbsent(resource, _ -> new Claim());
        claim.receiving = true;
    }

    /// The same for one that takes over from another, with nothing routed in between.
    ///
    /// @return up to which id was routed before
    synchronized long join(R resource, R instead) {
        leave(instead);
        join(resource);
        return Math.max(lastRouted, cursor);
    }

    /// Claims for a resource that has joined.
    ///
    /// @param floor the log's last id, read after joining
    synchronized Replay claim(R resource, long floor) {
        return claim(resource, floor, new IdRanges());
    }

    /// The same for a resource that has missed what all were given in some ranges: its replay gives
    /// it that, too, and it answers for it beside whoever does.
    synchronized Replay claim(R resource, long floor, IdRanges missed) {
        Claim claim = claims.computeIfAbsent(resource, _ -> new Claim());
        IdRanges free = IdRanges.of(cursor, floor);
        free.removeAll(confirmed);
        free.removeAll(claim.ids());
        Set<Long> freeExceptions = new TreeSet<>(exceptions);
        freeExceptions.removeAll(claim.exceptions);
        others(resource)
                .forEach(other -> {
                    free.removeAll(other.ids());
                    freeExceptions.removeAll(other.exceptions);
                });
        claim.owned.addAll(free);
        claim.replayed.addAll(free);
        claim.openAt(floor);
        claim.missed.addAll(missed);
        claim.owned.addAll(shared(resource, missed));
        claim.exceptions.addAll(freeExceptions);
        lastRouted = Math.max(lastRouted, floor);
        return new Replay(List.copyOf(freeExceptions), free.ranges());
    }

    /// What of it nobody has acknowledged and no other resource answers for alone.
    private IdRanges shared(R resource, IdRanges ranges) {
        IdRanges shared = ranges.copy();
        shared.remove(0, cursor);
        shared.removeAll(confirmed);
        others(resource).forEach(other -> other.targeted.forEach(id -> shared.remove(id - 1, id)));
        return shared;
    }

    /// Hands an entry for all to every receiving resource that no replay gives it to; nothing can
    /// join or leave meanwhile.
    ///
    /// @return whether there was any
    synchronized boolean route(long id, Consumer<R> deliver) {
        return route(id, true, deliver);
    }

    /// The same for an entry that is for one resource, which is not there.
    synchronized boolean routeInstead(long id, Consumer<R> deliver) {
        return route(id, false, deliver);
    }

    private boolean route(long id, boolean forAll, Consumer<R> deliver) {
        lastRouted = Math.max(lastRouted, id);
        boolean any = false;
        for (Map.Entry<R, Claim> entry : claims.entrySet()) {
            if (entry.getValue().receiving) {
                any = true;
                if (!entry.getValue().gives(id, forAll)) {
                    entry.getValue().routed(id);
                    deliver.accept(entry.getKey());
                }
            }
        }
        return any;
    }

    /// Hands an entry to one resource, which alone answers for it.
    synchronized void routeTo(R resource, long id, Consumer<R> deliver) {
        lastRouted = Math.max(lastRouted, id);
        Claim claim = claims.computeIfAbsent(resource, _ -> new Claim());
        if (claim.replayed.contains(id)) {
            return;
        }
        claim.targeted.add(id);
        others(resource).forEach(other -> other.exclude(id));
        deliver.accept(resource);
    }

    /// The resource receives no more; what it was given it still answers for.
    synchronized void leave(R resource) {
        @Nullable Claim claim = claims.get(resource);
        if (claim != null) {
            claim.receiving = false;
            if (claim.open()) {
                claim.owned.add(claim.openAfter, lastRouted);
                claim.openAfter = Long.MAX_VALUE;
            }
        }
    }

    /// The resource could not be given all of its [Replay], and receives no more until it joins
    /// again.
    ///
    /// @param givenUpTo the last id that it was given
    synchronized void giveBack(R resource, long givenUpTo) {
        @Nullable Claim claim = claims.get(resource);
        if (claim != null) {
            claim.receiving = false;
            claim.openAfter = Long.MAX_VALUE;
            claim.owned.remove(givenUpTo, Long.MAX_VALUE);
            claim.replayed.remove(givenUpTo, Long.MAX_VALUE);
            claim.missed.remove(givenUpTo, Long.MAX_VALUE);
            claim.targeted.tailSet(givenUpTo, false).clear();
            claim.exceptions.removeIf(id -> id > givenUpTo);
            if (claim.done()) {
                claims.remove(resource);
            }
        }
    }

    /// There was nothing in the ranges of the resource's [Replay].
    synchronized void confirmReplay(R resource) {
        @Nullable Claim claim = claims.get(resource);
        if (claim != null) {
            confirmed.addAll(claim.replayed);
            claim.owned.removeAll(claim.replayed);
            claim.owned.removeAll(claim.missed);
            advance();
        }
    }

    /// The resource answers for what it was given by other means than a [Replay], from the archive
    /// or before a restart of the server; whoever else does, goes on doing so.
    synchronized void answerFor(R resource, IdRanges ids) {
        Claim claim = claims.computeIfAbsent(resource, _ -> new Claim());
        IdRanges open = ids.copy();
        open.remove(0, cursor);
        open.removeAll(confirmed);
        claim.owned.addAll(open);
        exceptions.stream().filter(ids::contains).forEach(claim.exceptions::add);
    }

    /// The resource receives no more.
    ///
    /// @return up to which id it was given all that it was to be given
    synchronized long stop(R resource) {
        leave(resource);
        return Math.max(lastRouted, cursor);
    }

    /// The resource has acknowledged everything that it was given up to an id.
    synchronized void confirm(R resource, long upTo) {
        @Nullable Claim claim = claims.get(resource);
        if (claim == null) {
            return;
        }
        confirmed.addAll(claim.ids().upTo(upTo));
        claim.owned.remove(0, upTo);
        claim.targeted.headSet(upTo, true).clear();
        if (claim.openAfter < upTo) {
            claim.openAfter = upTo;
        }
        settleExceptions(claim, upTo);
        if (claim.done()) {
            claims.remove(resource);
        }
        advance();
    }

    /// Resources that are gone for good; what they had not acknowledged is free again.
    ///
    /// @return whether there may be anything free now, of theirs or from before
    synchronized boolean end(Predicate<R> gone) {
        List<R> ended = claims.keySet().stream().filter(gone).toList();
        for (R resource : ended) {
            leave(resource);
            claims.remove(resource);
        }
        IdRanges free = IdRanges.of(cursor, lastRouted);
        free.removeAll(confirmed);
        Set<Long> unclaimed = new HashSet<>(exceptions);
        for (Claim claim : claims.values()) {
            free.removeAll(claim.ids());
            unclaimed.removeAll(claim.exceptions);
        }
        return !free.isEmpty() || !unclaimed.isEmpty();
    }

    /// Ranges below what is confirmed in which nobody answers for anything (any more): entries
    /// there that are to be delivered are exceptions, to be told by [#except].
    synchronized List<IdRanges.Range> gaps() {
        IdRanges gaps = IdRanges.of(cursor, confirmed.highest());
        gaps.removeAll(confirmed);
        claims.values().forEach(claim -> gaps.removeAll(claim.ids()));
        return gaps.ranges();
    }

    /// Entries in a gap become exceptions, and the gap counts as confirmed.
    synchronized void except(IdRanges.Range gap, Collection<Long> ids) {
        exceptions.addAll(ids);
        added.addAll(ids);
        confirmed.add(gap.after(), gap.upTo());
        advance();
    }

    /// What has changed since the last call, `null` when nothing; give it back to [#notStored] when
    /// it could not be stored.
    synchronized @Nullable Move takeMove() {
        if (cursor == storedCursor && added.isEmpty() && removed.isEmpty()) {
            return null;
        }
        Move move = new Move(cursor, Set.copyOf(added), Set.copyOf(removed));
        storedCursor = cursor;
        added.clear();
        removed.clear();
        return move;
    }

    synchronized void notStored(Move move) {
        storedCursor = -1;
        move.addedExceptions().stream().filter(exceptions::contains).forEach(added::add);
        removed.addAll(move.removedExceptions());
    }

    synchronized long cursor() {
        return cursor;
    }

    synchronized Set<Long> exceptions() {
        return Set.copyOf(exceptions);
    }

    private List<Claim> others(R resource) {
        @Nullable Claim own = claims.get(resource);
        List<Claim> others = new ArrayList<>(claims.size());
        for (Claim claim : claims.values()) {
            if (claim != own) {
                others.add(claim);
            }
        }
        return others;
    }

    private void settleExceptions(Claim claim, long upTo) {
        claim.exceptions.removeIf(id -> {
            boolean settled = id <= upTo;
            if (settled && exceptions.remove(id) && !added.remove(id)) {
                removed.add(id);
            }
            return settled;
        });
    }

    private void advance() {
        for (IdRanges.Range range : confirmed.ranges()) {
            if (range.after() > cursor) {
                break;
            }
            cursor = Math.max(cursor, range.upTo());
            confirmed.remove(range.after(), range.upTo());
        }
    }
}
