package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operating system's user that PostgreSQL runs as; it refuses to run as root.
///
/// @param name for messages
/// @param ids who must own the cluster's files, or null when they are ours anyway
/// @param prefix the command that changes to this user, put before each of PostgreSQL's
record Account(String name, @Nullable Ids ids, List<String> prefix) {

    /// Numeric user and group.
    record Ids(int user, int group) {}

    /// Ourselves, for everybody but root.
    static Account ourselves() {
        return new Account(System.getProperty("user.name"), null, List.of());
    }

    /// An existing user that only PostgreSQL's processes get.
    static Account of(String name, Ids ids) {
        return new Account(
                name,
                ids,
                List.of(
                        "setpriv",
                        "--reuid=" + ids.user,
                        "--regid=" + ids.group,
                        "--clear-groups",
                        "--no-new-privs",
                        "--"));
    }

    /// Root without privileges, in a user namespace of its own: it may go wherever root's files
    /// are.
    static Account namespaced() {
        return new Account(
                "root in a user namespace", new Ids(0, 0), List.of("unshare", "-U", "--"));
    }

    /// Gives the tree to this account where it is another's, its root last, so that an interrupted
    /// change is repeated.
    void own(Path tree) throws IOException {
        if (ids == null || isOwn(tree, ids)) {
            return;
        }
        for (var path : Trees.list(tree).reversed()) {
            Files.setAttribute(path, "unix:uid", ids.user, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", ids.group, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean isOwn(Path path, Ids ids) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ids.user)
                && Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS)
                        .equals(ids.group);
    }
}
