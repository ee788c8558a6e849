using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class CredentialReaderTests
{
    private const string Card =
        "001099000001|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021";
    private const string National =
        "001099000001|NGUYEN VAN THU|1999-01-01|0|100000000000000001|<1<GD4790000000001<0900000000<";

    [Fact]
    public void A_card_of_2021_gives_its_fields_by_name()
    {
        var read = Read(Card);
        Assert.Equal((CredentialKind.Cccd, "cccd:001099000001", null), (read.Kind, read.Subject, read.Problem));
        Assert.Equal(
            ["001099000001", "012345678", "Nguyễn Văn Thử", "01011999", "Nam", "15042021"],
            new[] { "document", "old_document", "name", "birth", "gender", "issued" }.Select(name => read.Personal[name]));
        Assert.Equal(Encoding.UTF8.GetByteCount(Card), read.Length);
    }

    [Fact]
    public void An_empty_second_field_stays_a_field()
    {
        var read = Read(Card.Replace("012345678", "", StringComparison.Ordinal));
        Assert.Equal((CredentialKind.Cccd, null, ""), (read.Kind, read.Problem, read.Personal["old_document"]));
        Assert.Equal("Nguyễn Văn Thử", read.Personal["name"]);
        Assert.Equal(CredentialKind.Unknown, Read(Card.Replace("012345678|", "", StringComparison.Ordinal)).Kind);
    }

    [Fact]
    public void Both_cards_of_one_person_give_the_same_subject_and_relatives_are_left_out()
    {
        var read = Read(Card + "|Trần Văn Cha|Lê Thị Mẹ||Phạm Thị Vợ");
        Assert.Equal((CredentialKind.CanCuoc, null), (read.Kind, read.Problem));
        Assert.Equal(Read(Card).Subject, read.Subject);
        Assert.Equal(Read(Card).Personal, read.Personal);
    }

    [Fact]
    public void What_stands_about_relatives_is_not_even_decoded()
    {
        var read = CredentialReader.Read([.. Encoding.UTF8.GetBytes(Card), .. "|"u8, 0xFF, 0xC3, .. "|||"u8]);
        Assert.Equal((CredentialKind.CanCuoc, null), (read.Kind, read.Problem));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void Another_number_of_fields_is_no_identity_card(int more) =>
        Assert.Equal(CredentialKind.Unknown, Read(Card + new string('|', more)).Kind);

    [Theory]
    [InlineData("001099000001", "000099000001", "province")]
    [InlineData("001099000001", "001299000001", "century")]
    [InlineData("001099000001", "001199000001", "gender")]
    [InlineData("001099000001", "001098000001", "year")]
    [InlineData("01011999", "31021999", "birth")]
    [InlineData("15042021", "15041998", "issue")]
    [InlineData("15042021", "1504202", "issue")]
    [InlineData("|Nam|", "|Nu|", "gender")]
    [InlineData("Nguyễn Văn Thử", "  ", "name")]
    public void A_card_that_contradicts_itself_is_malformed_and_the_problem_names_nobody(
        string right, string wrong, string problem)
    {
        var read = Read(Card.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal(CredentialKind.Cccd, read.Kind);
        Assert.Contains(problem, read.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(read.Problem!, char.IsDigit);
        Assert.DoesNotContain("Thử", read.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("001199000001", "01011999", "Nữ")]
    [InlineData("001204000001", "29022004", "Nam")]
    [InlineData("001304000001", "29022004", "Nữ")]
    [InlineData("101099000001", "01011999", "Nam")]
    public void Century_gender_and_places_abroad_are_understood(string number, string birth, string gender) =>
        Assert.Null(Read($"{number}||Nguyễn Văn Thử|{birth}|{gender}|Số 1, Đường Thử|15042021").Problem);

    [Fact]
    public void Letters_composed_or_not_give_the_same_credential()
    {
        var card = Card.Replace("001099", "001199", StringComparison.Ordinal)
            .Replace("|Nam|", "|Nữ|", StringComparison.Ordinal);
        var composed = Read(card.Normalize(NormalizationForm.FormC));
        var decomposed = Read(card.Normalize(NormalizationForm.FormD));
        Assert.Null(decomposed.Problem);
        foreach (var letter in new[] { "\u1EEF", "\u01B0\u0303", "\u0169\u031B", "u\u031B\u0303", "u\u0303\u031B" })
        {
            var one = Read(card.Replace("|Nữ|", $"|N{letter}|", StringComparison.Ordinal));
            Assert.Equal((null, "Nữ"), (one.Problem, one.Personal["gender"]));
        }
        Assert.Equal(composed.Personal, decomposed.Personal);
        Assert.True(composed.Length < decomposed.Length);
    }

    [Theory]
    [InlineData("\r"), InlineData("\n"), InlineData("\r\n"), InlineData("\0")]
    public void What_scanners_append_does_not_matter(string end)
    {
        Assert.Equal(Read(Card).Personal, Read(Card + end).Personal);
        Assert.Equal(Read(National).Personal, Read(National + end).Personal);
        Assert.Equal(Read(Card).Personal, Read('\uFEFF' + Card + end).Personal);
    }

    [Fact]
    public void Blanks_around_fields_are_trimmed_after_the_split() =>
        Assert.Equal(Read(Card).Personal, Read(Card.Replace("|", " | ", StringComparison.Ordinal)).Personal);

    [Fact]
    public void A_national_code_gives_its_fields_and_its_extension_by_name()
    {
        var read = Read(National);
        Assert.Equal(
            (CredentialKind.NationalPersonalQr, "qid:100000000000000001", null), (read.Kind, read.Subject, read.Problem));
        Assert.Equal(
            ["001099000001", "NGUYEN VAN THU", "1999-01-01", "1", "GD4790000000001", "0900000000"],
            new[] { "document", "name", "birth", "gender", "insurance", "phone" }.Select(name => read.Personal[name]));
        Assert.False(read.Personal.ContainsKey("proxy"));
    }

    [Fact]
    public void A_masked_national_code_is_valid_and_stands_for_the_same_person()
    {
        var read = Read("******000001|NGUYEN VAN THU|1999-**-**|0|100000000000000001|<1<<");
        Assert.Equal((CredentialKind.NationalPersonalQr, null), (read.Kind, read.Problem));
        Assert.Equal(Read(National).Subject, read.Subject);
    }

    [Fact]
    public void Someone_declared_by_another_is_not_taken_for_that_other()
    {
        var read = Read("|NGUYEN THI THU|2019-05-06|1|100000000000000002|100000000000000001<2<<<");
        Assert.Equal((null, "qid:100000000000000002"), (read.Problem, read.Subject));
        Assert.Equal("100000000000000001", read.Personal["proxy"]);
    }

    [Theory]
    [InlineData(""), InlineData("<"), InlineData("<1"), InlineData("<1<<<<<<<<<")]
    public void The_number_of_parts_of_an_extension_does_not_matter(string extension) =>
        Assert.Null(Read("001099000001|NGUYEN VAN THU|1999-01-01|0|100000000000000001|" + extension).Problem);

    [Fact]
    public void Without_a_QID_a_whole_document_number_stands_for_the_person()
    {
        Assert.Equal("document:001099000001", Read("001099000001|NGUYEN VAN THU|1999-01-01|0||<1<<").Subject);
        foreach (var document in new[] { "******000001", "" })
        {
            var read = Read(document + "|NGUYEN VAN THU|1999-**-**|0||<1<<");
            Assert.Null(read.Subject);
            Assert.NotNull(read.Problem);
        }
    }

    [Theory]
    [InlineData("1999-13-01"), InlineData("1999-02-30"), InlineData("19**-01-01"), InlineData("1999-00-**")]
    [InlineData("1999-+1-01"), InlineData("1999-1*-01")]
    public void A_national_code_with_an_impossible_birth_is_malformed(string birth)
    {
        var read = Read(National.Replace("1999-01-01", birth, StringComparison.Ordinal));
        Assert.Equal(CredentialKind.NationalPersonalQr, read.Kind);
        Assert.NotNull(read.Problem);
    }

    [Theory]
    [InlineData("https://qr.tokhaiyte.vn/?data=1"), InlineData("HTTPS://QR.PCCOVID.GOV.VN/a|b|c")]
    [InlineData("https://e.coronawarn.app?v=1#CAES"), InlineData("https://qr.tokhaiyte.vn:443")]
    [InlineData("NZCOVIDTRACER:eyJ0eXAiOiJlbnRyeSJ9"), InlineData("UKC19TRACING:1:eyJhbGciOiJFUzI1NiJ9.e30.AA\r\n")]
    public void A_places_code_is_recognised_by_its_beginning(string code) =>
        Assert.Equal((CredentialKind.VenueCode, (string?)null), (Read(code).Kind, Read(code).Subject));

    [Theory]
    [InlineData("checkin-enrol:7K2M-QF4X-9TWD-HRPA@hub.example"), InlineData("CHECKIN-ENROL:7K2M|QF4X|9TWD|HRPA|a|b|c\r\n")]
    [InlineData("\uFEFFcheckin-enrol:?")]
    public void A_code_of_enrolment_is_recognised_by_its_beginning_good_or_not(string code) =>
        Assert.Equal((CredentialKind.EnrolmentCode, (string?)null), (Read(code).Kind, Read(code).Subject));

    [Theory]
    [InlineData("https://example.org/?next=https://qr.tokhaiyte.vn/"), InlineData("https://qr.tokhaiyte.vn.example.org/")]
    [InlineData("https://qr.tokhaiyte.vn@example.org/"), InlineData("https://xn--\u0080\u00AD.example/")]
    [InlineData("see https://qr.tokhaiyte.vn/"), InlineData("https://"), InlineData("UKC19TRACING:2:x")]
    [InlineData(""), InlineData("||||||"), InlineData("|||||"), InlineData("||||||||||"), InlineData("a|b|c|0|d|<1")]
    public void Everything_else_is_unknown(string code) =>
        Assert.Equal((CredentialKind.Unknown, (string?)null), (Read(code).Kind, Read(code).Subject));

    [Theory]
    [InlineData("HC1:6BF+70790T9WJWG", CredentialKind.HealthCertificate)]
    [InlineData("HC1:001099000001||Thử|01011999|Nam|Hà Nội|15042021", CredentialKind.HealthCertificate)]
    [InlineData("CI1:6BF+70790T9WJWG\r\n", CredentialKind.Pass), InlineData("\uFEFFCI1:", CredentialKind.Pass)]
    public void A_signed_kind_names_nobody_and_is_no_good_before_it_is_verified(string code, CredentialKind kind)
    {
        var read = Read(code);
        Assert.Equal((kind, (string?)null, 0), (read.Kind, read.Subject, read.Personal.Count));
        Assert.NotNull(read.Problem);
    }

    [Fact]
    public void A_QID_that_is_none_names_nobody()
    {
        foreach (var qid in new[] { new string('1', 37), "100.1", "10é1" })
        {
            var read = Read(National.Replace("100000000000000001", qid, StringComparison.Ordinal));
            Assert.Equal((CredentialKind.NationalPersonalQr, null), (read.Kind, read.Subject));
            Assert.NotNull(read.Problem);
        }
    }

    [Fact]
    public void A_code_of_more_than_4096_bytes_is_not_looked_at()
    {
        var more = new string('x', 4096 - Encoding.UTF8.GetByteCount(Card) + 6);
        var longest = Card.Replace("Số 1", more, StringComparison.Ordinal);
        Assert.Equal((CredentialKind.Cccd, 4096), (Read(longest).Kind, Read(longest).Length));
        Assert.Equal((CredentialKind.Unknown, 4097), (Read(longest + "1").Kind, Read(longest + "1").Length));
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_or_no_character_is_refused_without_throwing()
    {
        Assert.Equal("not UTF-8 text", CredentialReader.Read(Encoding.Latin1.GetBytes(Card)).Problem ?? "read");
        Assert.Equal("not UTF-8 text", Read(Card.Replace("Thử", "\uFFFE", StringComparison.Ordinal)).Problem);
        Assert.Null(Read(Card.Replace("Thử", "\uFFFF\U0001FFFE", StringComparison.Ordinal)).Problem);
    }

    private static Credential Read(string code) => CredentialReader.Read(Encoding.UTF8.GetBytes(code));
}
