package dev.hermod.extensions.vcard4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VcardFormatTest {
    private static FrozenElement temp(String content) {
        return parse("<vCard xmlns='vcard-temp'>" + content + "</vCard>");
    }

    private static FrozenElement vcard4(String content) {
        return parse("<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>" + content + "</vcard>");
    }

    private static FrozenElement parse(String xml) {
        try {
            return ElementReader.parse(xml);
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    private static FrozenElement toVcard4(FrozenElement temp) {
        return VcardFormat.VCARD4.updated(
                VcardFormat.VCARD4.empty(), VcardFormat.TEMP.properties(temp));
    }

    private static FrozenElement toTemp(FrozenElement vcard4) {
        return VcardFormat.TEMP.updated(
                VcardFormat.TEMP.empty(), VcardFormat.VCARD4.properties(vcard4));
    }

    @ParameterizedTest
    @Spec("XEP-0292 10")
    @CsvSource(
            delimiter = '|',
            value = {
                "<FN>Peter Saint-Andre</FN> | <fn><text>Peter Saint-Andre</text></fn>",
                "<N><FAMILY>S</FAMILY><GIVEN>P</GIVEN><MIDDLE/><PREFIX/><SUFFIX/></N> | <n><surname>S</surname><given>P</given><additional/><prefix/><suffix/></n>",
                "<NICKNAME>psa</NICKNAME> | <nickname><text>psa</text></nickname>",
                "<BDAY>1966-08-06</BDAY> | <bday><date>1966-08-06</date></bday>",
                "<ADR><PREF/><WORK/><POBOX/><EXTADD>Suite 600</EXTADD><STREET>Wynkoop</STREET><LOCALITY>Denver</LOCALITY><REGION>CO</REGION><PCODE>80202</PCODE><CTRY>USA</CTRY></ADR> | <adr><parameters><type><text>work</text></type><pref><integer>1</integer></pref></parameters><pobox/><ext>Suite 600</ext><street>Wynkoop</street><locality>Denver</locality><region>CO</region><code>80202</code><country>USA</country></adr>",
                "<TEL><VOICE/><WORK/><NUMBER>+1-303-308-3282</NUMBER></TEL> | <tel><parameters><type><text>voice</text><text>work</text></type></parameters><uri>tel:+1-303-308-3282</uri></tel>",
                "<TEL><NUMBER>ask me</NUMBER></TEL> | <tel><text>ask me</text></tel>",
                "<EMAIL><HOME/><USERID>p@jabber.org</USERID></EMAIL> | <email><parameters><type><text>home</text></type></parameters><text>p@jabber.org</text></email>",
                "<EMAIL><PREF/><USERID>p@jabber.org</USERID></EMAIL> | <email><parameters><pref><integer>1</integer></pref></parameters><text>p@jabber.org</text></email>",
                "<JABBERID>p@jabber.org</JABBERID> | <impp><uri>xmpp:p@jabber.org</uri></impp>",
                "<TZ>America/Denver</TZ> | <tz><text>America/Denver</text></tz>",
                "<GEO><LAT>39.59</LAT><LON>-105.01</LON></GEO> | <geo><uri>geo:39.59,-105.01</uri></geo>",
                "<TITLE>Director</TITLE> | <title><text>Director</text></title>",
                "<ROLE>Saint</ROLE> | <role><text>Saint</text></role>",
                "<LOGO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></LOGO> | <logo><uri>data:image/png;base64,AAAA</uri></logo>",
                "<LOGO><EXTVAL>https://a.example/l.png</EXTVAL></LOGO> | <logo><uri>https://a.example/l.png</uri></logo>",
                "<ORG><ORGNAME>XSF</ORGNAME></ORG> | <org><text>XSF</text></org>",
                "<CATEGORIES><KEYWORD>a</KEYWORD><KEYWORD>b</KEYWORD></CATEGORIES> | <categories><text>a</text><text>b</text></categories>",
                "<DESC>about me</DESC> | <note><text>about me</text></note>",
                "<URL>https://stpeter.im/</URL> | <url><uri>https://stpeter.im/</uri></url>",
                "<KEY><CRED>-----BEGIN</CRED></KEY> | <key><text>-----BEGIN</text></key>"
            })
    void propertyIsSaidInBothFormats(String temp, String vcard4) {
        assertThat(toVcard4(temp(temp))).isEqualTo(vcard4(vcard4));
        assertThat(toTemp(vcard4(vcard4))).isEqualTo(temp(temp));
    }

    @Test
    @Spec("XEP-0292 10.1.1")
    void noteAndDescriptionAreBothNotes() {
        assertThat(toVcard4(temp("<NOTE>a</NOTE><DESC>b</DESC>")))
                .isEqualTo(vcard4("<note><text>a</text></note><note><text>b</text></note>"));
    }

    @Test
    @Spec("XEP-0292 10.3.1, 10.3.5, 10.5")
    void whatVcard4DoesNotHaveIsNotSaidThere() {
        FrozenElement temp =
                temp(
                        "<TEL><BBS/><ISDN/><HOME/><NUMBER>1</NUMBER></TEL><ADR><DOM/><INTL/><CTRY>x</CTRY></ADR>"
                                + "<MAILER>m</MAILER><CLASS><PUBLIC/></CLASS><PHOTO><BINVAL>AAAA</BINVAL></PHOTO><FN/>");
        assertThat(VcardFormat.TEMP.properties(temp))
                .extracting(Property::kind)
                .containsExactly(Kind.PHONE, Kind.ADDRESS);
        assertThat(toVcard4(temp).asXML()).doesNotContain("isdn").doesNotContain("intl");
    }

    @Test
    @Spec("XEP-0292 10")
    void whatTheOtherFormatCannotSayStaysAsItIsWritten() {
        FrozenElement before =
                vcard4(
                        "<gender><sex>M</sex></gender><impp><uri>sip:a@b.example</uri></impp>"
                                + "<fn><parameters><language><language-tag>en</language-tag></language></parameters><text>P</text></fn>"
                                + "<nickname><text>old</text></nickname>");
        FrozenElement after =
                VcardFormat.VCARD4.updated(
                        before,
                        VcardFormat.TEMP.properties(temp("<FN>P</FN><NICKNAME>new</NICKNAME>")));
        assertThat(after)
                .isEqualTo(
                        vcard4(
                                "<gender><sex>M</sex></gender><impp><uri>sip:a@b.example</uri></impp>"
                                        + "<fn><parameters><language><language-tag>en</language-tag></language></parameters><text>P</text></fn>"
                                        + "<nickname><text>new</text></nickname>"));
        FrozenElement temp =
                temp(
                        "<PHOTO><BINVAL>AAAA</BINVAL></PHOTO><ORG><ORGNAME>XSF</ORGNAME><ORGUNIT>u</ORGUNIT></ORG><FN>P</FN>");
        assertThat(
                        VcardFormat.TEMP.updated(
                                temp,
                                VcardFormat.VCARD4.properties(
                                        vcard4("<org><text>XSF</text></org>"))))
                .isEqualTo(
                        temp(
                                "<PHOTO><BINVAL>AAAA</BINVAL></PHOTO><ORG><ORGNAME>XSF</ORGNAME><ORGUNIT>u</ORGUNIT></ORG>"));
    }

    @Test
    void nothingChangesWhereBothSayTheSame() {
        FrozenElement temp = temp("<FN>P</FN><FN/><TEL><NUMBER>1</NUMBER></TEL><MAILER>m</MAILER>");
        assertThat(VcardFormat.TEMP.updated(temp, VcardFormat.VCARD4.properties(toVcard4(temp))))
                .isSameAs(temp);
        assertThat(VcardFormat.VCARD4.updated(toVcard4(temp), List.of()))
                .isEqualTo(VcardFormat.VCARD4.empty());
    }
}
