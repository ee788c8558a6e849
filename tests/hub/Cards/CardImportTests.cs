using System.Text;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Cards;

/// <summary>Files of cards, as people make them with a spreadsheet and as others would have them.</summary>
public sealed class CardImportTests
{
    private const string Header = "number,kind,category,denied,from,until\n";

    [Theory]
    [InlineData(true, ',', "number,kind,category,denied,from,until", "yes")]
    [InlineData(false, ';', "Số;Loại giấy;Nhóm;Từ chối;Từ ngày;Đến ngày", "Có")]
    public async Task A_file_is_read_with_and_without_a_mark_with_commas_and_semicolons_in_both_languages(
        bool hasMark, char separator, string header, string yes)
    {
        var rows = $"001099000001,,nhân viên,{yes},1/9/2026,2027-05-31\r\n'012345678,CMND,,,,\r\n,,,,,\r\n";
        var text = header + "\r\n" + rows.Replace(',', separator);
        var cards = CardImport.Read(await CensusText.ReadAsync(
            [.. hasMark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(2, cards.Count);
        Assert.Equal("cccd:001099000001", cards[0].Number!.Subject);
        Assert.Equal(
            ("staff", true, new DateOnly(2026, 9, 1), new DateOnly(2027, 5, 31)),
            (cards[0].Category, cards[0].IsDenied, cards[0].From, cards[0].Until));
        Assert.Equal(
            ("document:012345678", null, false, null, null),
            (cards[1].Number!.Subject, cards[1].Category, cards[1].IsDenied, cards[1].From, cards[1].Until));
    }

    [Theory]
    [InlineData("", "1||")]
    [InlineData("001099000001,staff\n", "1||no column is named")]
    [InlineData("number,name\n001099000001,x\n", "1|name|is no column")]
    [InlineData("category\nstaff\n", "1|number|is missing")]
    [InlineData("number\n", "1||there is no card")]
    [InlineData("number,number\n1,2\n", "1|number|stands there twice")]
    [InlineData(Header + "=HYPERLINK(\"\"x\"\"),,staff,,,\n", "2||a quotation mark")]
    [InlineData(Header + "=1+1,,staff,,,\n", "2|number|is no number")]
    [InlineData(Header + "1.099E+09,,staff,,,\n", "2|number|is no number")]
    [InlineData(Header + "99000001,,staff,,,\n", "2|number|is no number")]
    [InlineData(Header + "1099000001,,staff,,,\n", "2|number|may have lost zeros")]
    [InlineData(Header + "123456789,,staff,,,\n", "2|number|may have lost zeros")]
    [InlineData(Header + "0010990\00001,,staff,,,\n", "2|number|is no number")]
    [InlineData(Header + "001099000001,passport,staff,,,\n", "2|kind|is none of")]
    [InlineData(Header + "001099000001,bhyt,staff,,,\n", "2|number|is no number")]
    [InlineData(Header + "001099000001,,=cmd|x,,,\n", "2|category|is no category")]
    [InlineData(Header + "001099000001,,staff,maybe,,\n", "2|denied|is not yes")]
    [InlineData(Header + "001099000001,,staff,,31/02/2026,\n", "2|from|is not a date")]
    [InlineData(Header + "001099000001,,staff,,,31/12/9999\n", "2|until|is not a date")]
    [InlineData(Header + "001099000001,,staff,,2026-12-02,2026-12-01\n", "2|until|is before")]
    [InlineData(Header + "001099000001,,staff,,\n", "2||has 5 cells")]
    [InlineData(Header + "001099000001,,\"staff,,,\n", "2||a closing quotation mark")]
    [InlineData(Header + "001099000001,,staff,,,\n'001 099 000 001,,visitor,,,\n", "3|number|stands in line 2 already")]
    [InlineData(Header + "0123456789,,,,,\nHS4010123456789,,,,,\n", "3|number|stands in line 2 already")]
    public async Task What_is_wrong_is_told_by_line_and_column_and_nothing_is_taken(string text, string problem)
    {
        var file = await CensusText.ReadAsync(text);
        var refusal = Assert.Throws<SitesException>(() => CardImport.Read(file));
        Assert.StartsWith(problem, CensusText.Problems(refusal)[0], StringComparison.Ordinal);
        foreach (var words in new[] { refusal.In(Language.English), refusal.In(Language.Vietnamese) })
            Assert.DoesNotContain("99000001", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_spreadsheet_may_have_made_of_another_number_is_taken_when_its_kind_is_written_beside_it()
    {
        var cards = CardImport.Read(await CensusText.ReadAsync("number,kind\n1099000001,bhyt\n123456789,cmnd\n"));
        Assert.Equal(["bhyt:1099000001", "document:123456789"], cards.Select(static card => card.Number!.Subject));
    }

    [Fact]
    public async Task Letters_that_are_not_UTF_8_are_told()
    {
        byte[] text = [.. "number,category\n001099000001,nh"u8, 0xE2, .. "n\n"u8];
        var file = await CensusText.ReadAsync(text);
        Assert.Contains("UTF-8", Assert.Throws<SitesException>(() => CardImport.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_has_a_hundred_thousand_cards_and_not_one_more()
    {
        Assert.Equal(100_000, CardImport.Read(await CensusText.ReadAsync(Of(100_000))).Count);
        var more = await CensusText.ReadAsync(Of(100_001));
        var refusal = Assert.Throws<SitesException>(() => CardImport.Read(more));
        Assert.Equal("100002||a list has at most 100000 cards", CensusText.Problems(refusal)[0]);

        static string Of(int count) => "number\n" + string.Concat(Enumerable.Range(0, count).Select(static i =>
            $"0010{i:00000000}\n"));
    }

    [Fact]
    public void A_day_lasts_from_its_first_minute_in_the_sites_zone_to_the_end_of_the_last_one()
    {
        var hanoi = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
        Assert.Equal(Minute("2026-12-30T17:00Z"), CardDays.Begin(new(2026, 12, 31), hanoi));
        Assert.Equal(Minute("2026-12-31T17:00Z"), CardDays.End(new(2026, 12, 31), hanoi));
        // Clocks are put forward at midnight there: the day begins at one.
        var beirut = TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut");
        Assert.Equal(Minute("2024-03-30T22:00Z"), CardDays.Begin(new(2024, 3, 31), beirut));
        foreach (var zone in new[] { hanoi, beirut })
        {
            for (var day = new DateOnly(2024, 1, 1); day < new DateOnly(2025, 1, 1); day = day.AddDays(1))
            {
                Assert.Equal(day, CardDays.DayOf(CardDays.Begin(day, zone), zone, isEnd: false));
                Assert.Equal(day, CardDays.DayOf(CardDays.End(day, zone), zone, isEnd: true));
                Assert.Equal(CardDays.End(day, zone), CardDays.Begin(day.AddDays(1), zone));
            }
        }
        Assert.Equal((0u, 0u), (CardDays.Begin(null, hanoi), CardDays.End(null, hanoi)));

        static uint Minute(string at) => (uint)(DateTimeOffset.Parse(at,
            System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 60);
    }

    [Fact]
    public void Lists_stay_within_what_a_gate_takes()
    {
        var common = List("", 60_000, "staff");
        var lists = new Dictionary<string, CardListRow> { [""] = common, ["a"] = List("a", 40_000, "guest") };
        CardBounds.Check(lists, List("b", 40_000, "guest"));
        Assert.Throws<CardException>(() => CardBounds.Check(lists, List("b", 40_001, "guest")));
        Assert.Throws<CardException>(() => CardBounds.Check(lists, List("", 60_001, "staff")));
        var many = Enumerable.Range(0, 16).Select(static i => $"c{i}").ToArray();
        CardBounds.Check(lists, List("c", 1, [.. many[..15], "staff"]));
        Assert.Throws<CardException>(() => CardBounds.Check(lists, List("c", 1, many)));
        for (var i = 0; i < 48; i++)
            lists[$"s{i}"] = List($"s{i}", 40_000, "guest");
        Assert.Throws<CardException>(() => CardBounds.Check(lists, List("last", 40_000, "guest")));

        static CardListRow List(string site, int cards, params string[] categories) =>
            new(site, 1, cards, categories, "", 1, DateTimeOffset.UnixEpoch, "local");
    }
}
