package dev.hermod.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir Path data;

    @Test
    void onlyOneHasItAndTheOthersCanTellWho() throws IOException {
        try (DataLock _ = DataLock.tryAcquire(data).orElseThrow()) {
            assertThat(DataLock.tryAcquire(data)).isEmpty();
            assertThat(DataLock.tryAcquire(data)).isEmpty();
            assertThat(DataLock.holder(data)).isEqualTo("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void itIsFreeAgainOnceClosed() throws IOException {
        DataLock.tryAcquire(data).orElseThrow().close();
        DataLock.tryAcquire(data).orElseThrow().close();
        assertThat(DataLock.holder(data)).isEqualTo("another process");
    }

    @Test
    void dataDirectoryIsMadeOnFirstUse() throws IOException {
        Path fresh = data.resolve("a/b");
        DataLock.tryAcquire(fresh).orElseThrow().close();
        assertThat(fresh).isDirectory();
    }
}
