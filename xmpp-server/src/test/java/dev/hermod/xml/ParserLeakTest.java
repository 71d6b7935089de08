package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.aalto.in.ReaderConfig;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.fasterxml.aalto.util.CharsetNames;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ParserLeakTest {
    /// Names in the table that all parsers of the factory begin with.
    private static int namesShared() throws ReflectiveOperationException {
        Field field = AaltoParser.class.getDeclaredField("FACTORY");
        field.setAccessible(true);
        InputFactoryImpl factory = (InputFactoryImpl) field.get(null);
        ReaderConfig config = factory.getNonSharedConfig(null, null, null, false, false);
        config.setActualEncoding(CharsetNames.CS_UTF8);
        return config.getBBSymbols().size();
    }

    @Test
    void namesOfAStreamAreForgottenWithItHoweverItEnds() throws Exception {
        int before = namesShared();
        for (int stream = 0; stream < 30; stream++) {
            StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
            StringBuilder names = new StringBuilder(StreamReaderTest.HEADER);
            for (int i = 0; i < 500; i++) {
                names.append("<leak-").append(stream).append('-').append(i).append("/>");
            }
            Collected.feed(reader, names.toString(), new Collected());
            switch (stream % 4) {
                case 0 -> Collected.feed(reader, "</stream:stream>", new Collected());
                case 1 -> reader.release();
                case 2 -> reader.stop();
                default -> reader.restart();
            }
            ElementReader.parse("<leak-alone-" + stream + "/>");
        }
        assertThat(namesShared()).isEqualTo(before);
    }
}
