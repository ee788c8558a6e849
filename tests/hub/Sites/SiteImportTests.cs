using System.Text;
using CheckIn.Hub.Sites;
using CheckIn.Settings;
using CheckIn.Time;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Sites;

public sealed class SiteImportTests
{
    private static readonly SiteTree Tree = CensusText.WithLevels(
        new Node(1, "46", null, "province", "Thành phố Huế", null, null, []),
        new Node(2, "46-p01", 1, "commune", "Phường Một", null, null, []));

    private const string Full = """"
        code,name,kind,form,node,address,starts_at,ends_at,head_name,head_phone,manager_name,manager_phone,support_number,zone,hours,deployment,deadline,group:ministry
        truong-a,Trường A,school,permanent,46-p01,"1 Đường Số 1, Huế",,,Nguyễn Văn Mẫu,+84 900 000 001,Trần Thị Mẫu,0900 000 002,1900 0000,,"Mo-Fr 07:00-11:30,13:00-17:00; PH off",installed,2026-12-31,giáo dục
        dam-cuoi,"Đám cưới ""A & B""",wedding,event,,,2026-12-01 08:00,2026-12-01T17:00+07:00,,,,,,Asia/Ho_Chi_Minh,,,31/12/2026,
        """";

    [Theory]
    [InlineData(true, ",", "\n")]
    [InlineData(false, ",", "\r\n")]
    [InlineData(true, ";", "\r\n")]
    [InlineData(false, ";", "\n")]
    public async Task A_census_is_read_with_and_without_a_mark_with_commas_and_with_semicolons(
        bool hasMark, string separator, string lineEnd)
    {
        var text = string.Join(lineEnd, Full.Split('\n').Select(line => Separated(line.Trim('\r'), separator)))
            + lineEnd;
        var plan = SiteImport.Plan(Tree, await CensusText.ReadAsync(
            [.. hasMark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal((2, 0, 0), (plan.Added.Count, plan.Changed.Count, plan.Unchanged));
        var school = plan.Added[0];
        Assert.Equal(("Trường A", "school", 2L, "1 Đường Số 1, Huế"),
            (school.Name, school.Kind, school.Node, school.Address));
        Assert.Equal(new Contact("Nguyễn Văn Mẫu", "+84 900 000 001"), school.Head);
        Assert.Equal((Deployment.Installed, new DateOnly(2026, 12, 31)), (school.Declared, school.Deadline));
        Assert.Equal("giáo dục", school.Groups["ministry"]);
        Assert.Equal("Mo-Fr 07:00-11:30,13:00-17:00; PH off", school.Hours!.Text);
        var wedding = plan.Added[1];
        Assert.Equal("Đám cưới \"A & B\"", wedding.Name);
        Assert.Equal(TimeSpan.FromHours(9), wedding.EndsAt - wedding.StartsAt);
        Assert.Equal((SiteForm.Event, new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero)),
            (wedding.Form, wedding.StartsAt));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_fewer_columns_leave_the_rest()
    {
        var tree = CensusText.With(Tree, SiteImport.Plan(Tree, await CensusText.ReadAsync(Full)));
        var again = SiteImport.Plan(tree, await CensusText.ReadAsync(Full));
        Assert.Equal((0, 0, 2), (again.Added.Count, again.Changed.Count, again.Unchanged));
        var some = SiteImport.Plan(tree, await CensusText.ReadAsync("code,deadline,head_name\ntruong-a,2027-01-31,\n"));
        var site = Assert.Single(some.Changed);
        Assert.Equal((new DateOnly(2027, 1, 31), null, "Trần Thị Mẫu"),
            (site.Deadline, site.Head, site.QrManager!.Name));
        Assert.Equal(tree.Sites["truong-a"].Id, site.Id);
    }

    [Fact]
    public async Task A_vietnamese_file_is_understood()
    {
        var plan = SiteImport.Plan(Tree, await CensusText.ReadAsync("""
            Mã;Tên;Loại;Hình thức;Đơn vị;Triển khai;Hạn triển khai;Nhóm:ngành
            truong-b;Trường B;Trường học;Cố định;46-p01;Đã lắp;5/9/2026;giáo dục
            cho-b;Chợ B;CHỢ;di động;;;;
            """));
        Assert.Equal(("school", Deployment.Installed, new DateOnly(2026, 9, 5), "giáo dục"),
            (plan.Added[0].Kind, plan.Added[0].Declared, plan.Added[0].Deadline, plan.Added[0].Groups["ngành"]));
        Assert.Equal(("market", SiteForm.Mobile, 0),
            (plan.Added[1].Kind, plan.Added[1].Form, plan.Added[1].Groups.Count));
    }

    [Fact]
    public async Task Everything_wrong_is_told_by_line_and_column_in_both_languages()
    {
        var refusal = await RefusalAsync("""
            code,name,kind,node,hours,deployment,deadline,head_name,head_phone,zone,starts_at,ends_at
            truong-a,A,school,99,Mo-Fr 7-17,active,31/02/2026,,0900000001,Mars/One,2026-01-02 08:00,2026-01-02 08:00

            Truong-B,B,school,,,,,,,,,
            truong-c,C,castle,,,,,"Nhiều
            dòng",,,,
            truong-c,C,school,,,,,,,,,
            truong-d,,,,,,,,,,,
            truong-e,E
            """);
        Assert.Equal(
            [
                "2|node|there is no node '99'; nodes are imported before sites",
                "2|zone|'Mars/One' is no time zone such as Asia/Ho_Chi_Minh",
                "2|head_phone|is nobody's: the name is missing",
                "2|hours|at character 7 ('7-17'), a time such as 07:30 is missing",
                "2|deployment|'active' is none of none, poster_only, ordered, installed",
                "2|deadline|'31/02/2026' is not a date such as 2026-12-31 or 31/12/2026",
                "4|code|'Truong-B' is no code: a to z, 0 to 9 and -, at most 64",
                "5|kind|'castle' is none of " + string.Join(", ", SiteKinds.All),
                "5|head_name|has a line break or another sign that cannot be shown",
                "7|code|'truong-c' stands in line 5 already",
                "8|name|is empty",
                "8|kind|is empty",
                "9||has 2 cells, and the header 12",
            ], CensusText.Problems(refusal));
        Assert.StartsWith(
            "Nothing was imported: 13 things in the file are wrong.\n  line 2, column node: there is no node '99'",
            refusal.In(Language.English), StringComparison.Ordinal);
        Assert.StartsWith("Chưa nhập gì cả: tệp có 13 chỗ sai.\n  dòng 2, cột node: không có đơn vị '99'",
            refusal.In(Language.Vietnamese), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_ends_before_it_begins_is_wrong_and_so_is_a_new_site_without_a_kind()
    {
        var refusal = await RefusalAsync("code,name,starts_at,ends_at\na,A,2026-01-02 08:00,2026-01-02 07:00\n");
        Assert.Equal(["2|kind|a new site needs a kind", "2|ends_at|is not after starts_at"],
            CensusText.Problems(refusal));
    }

    [Theory]
    [InlineData("", "1||the file is empty; its first line names the columns")]
    [InlineData("name,kind\nA,school\n", "1|code|is missing; the first line names the columns")]
    [InlineData("code,code\na,a\n", "1|code|stands there twice")]
    [InlineData("code,name,kind\na,\"A,school\n", "2||a closing quotation mark is missing")]
    [InlineData("code,name,kind\na,A\"B,school\n",
        "2||a quotation mark stands where none may; inside quotes it is written twice")]
    public async Task A_file_that_is_none_says_so(string text, string problem) =>
        Assert.Equal(problem, CensusText.Problems(await RefusalAsync(text))[0]);

    [Fact]
    public async Task A_column_that_nobody_knows_is_refused_with_those_that_there_are()
    {
        var refusal = await RefusalAsync("code,name,kind,adress\na,A,school,x\n");
        Assert.StartsWith("1|adress|is no column; there are code, name, kind, form, node, address",
            CensusText.Problems(refusal)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_another_encoding_says_how_to_save_it()
    {
        var bytes = Encoding.Latin1.GetBytes("code,name,kind\na,Tr\u00f9ng,school\n");
        var refusal = await Assert.ThrowsAsync<SitesException>(async () =>
            SiteImport.Plan(Tree, await CensusText.ReadAsync(bytes)));
        Assert.Equal(["2|name|has letters that are not UTF-8; save the file as CSV UTF-8"],
            CensusText.Problems(refusal));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_swallow_the_memory()
    {
        var text = new StringBuilder("code,name,kind\na,\"A,school\n");
        for (var i = 0; i < 20_000; i++)
            text.Append('b').Append(i).Append(",B,school\n");
        var refusal = await RefusalAsync(text.ToString());
        Assert.Contains(CensusText.Problems(refusal), problem =>
            problem.StartsWith("2||the row has more than 65536 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_thousand_errors_the_first_hundred_are_told_and_all_are_counted()
    {
        var refusal = await RefusalAsync("code,name,kind\n"
            + string.Concat(Enumerable.Range(0, 1000).Select(i => $"s{i},A,castle\n")));
        Assert.Equal((1000, 100), (refusal.Errors!.Count, refusal.Errors.First.Count()));
        Assert.EndsWith("\n  and 900 more", refusal.In(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_form_says_is_judged_by_the_same_rules()
    {
        var site = SiteImport.Plan(Tree, "truong-f", new Dictionary<string, string?>
        {
            ["head_phone"] = "0900",
            ["head_name"] = " Người Mẫu ",
            ["name"] = "F",
            ["kind"] = "school",
            ["group:zone"] = "1",
        });
        Assert.Equal((new Contact("Người Mẫu", "0900"), "1"), (site.Head, site.Groups["zone"]));
        var refusal = Assert.Throws<SitesException>(() => SiteImport.Plan(
            Tree, "truong-f", new Dictionary<string, string?>
            {
                ["name"] = "F",
                ["kind"] = "castle",
                ["colour"] = "red",
            }));
        Assert.StartsWith("Nothing was saved.\n  colour: is no field", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_exported_and_imported_again_is_the_same_also_what_looks_like_a_formula()
    {
        var text = Gen.Elements("=1+1", "@x", "+84 900", "-", "'", "'=a", "a;b", "a,b", "\"", "Trường Ớ", "x")
            .NonEmptyListOf().Select(parts => string.Join(' ', parts.Take(8)));
        var any = from name in text
                  from address in text
                  from kind in Gen.Elements(SiteKinds.All.ToArray())
                  from form in Gen.Elements(SiteForm.Permanent, SiteForm.Event, SiteForm.Mobile)
                  from day in Gen.Choose(0, 5000)
                  from zone in Gen.Elements(null, "Europe/Berlin")
                  from ministry in text
                  select new Site(1, "s-1", name, kind, form, 2)
                  {
                      Address = address,
                      Head = new Contact(name, "+84 900 000 001"),
                      Zone = zone,
                      StartsAt = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000_000_000L + day * 12_345_678L),
                      Hours = OpeningHours.Parse("Mo-Fr 07:00-11:30,13:00-17:00; PH off"),
                      Declared = (Deployment)(day % 4),
                      Deadline = new DateOnly(2026, 1, 1).AddDays(day),
                      Groups = new Dictionary<string, string> { ["ministry"] = ministry },
                  };
        Prop.ForAll(any.ToArbitrary(), async site =>
        {
            var tree = CensusText.With(Tree, new SitePlan([site], [], 0));
            using var stream = new MemoryStream();
            var picture = new DeploymentPicture(tree, new Dictionary<string, SiteDeployment>(),
                new DateOnly(2026, 1, 1));
            await CensusExport.WriteAsync(stream, picture, [site]);
            Assert.DoesNotContain(Encoding.UTF8.GetString(stream.ToArray()).Split('\n', ',', ';'), cell =>
                cell.TrimStart('"') is ['=' or '@' or '+' or '-', ..]);
            var plan = SiteImport.Plan(tree, await CensusText.ReadAsync(stream.ToArray()));
            Assert.Equal((0, 0, 1), (plan.Added.Count, plan.Changed.Count, plan.Unchanged));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_file_breaks_the_reader()
    {
        var piece = Gen.Elements("code", "name", "kind", ",", ";", "\n", "\r\n", "\"", "a", "school", "\0", "ớ", "\t",
            "=", "sep=;", "|");
        Prop.ForAll(piece.ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), async text =>
        {
            try
            {
                SiteImport.Plan(Tree, await CensusText.ReadAsync(text));
            }
            catch (SitesException e)
            {
                Assert.True(e.Errors!.Count > 0);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static async Task<SitesException> RefusalAsync(string text) =>
        await Assert.ThrowsAsync<SitesException>(async () => SiteImport.Plan(Tree, await CensusText.ReadAsync(text)));

    /// <summary>With another sign between the cells, and quotes where a cell has that sign.</summary>
    private static string Separated(string line, string separator)
    {
        if (separator == ",")
            return line;
        var cells = System.Text.RegularExpressions.Regex.Matches(line, "(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")
            .Select(match => match.Groups[1].Value);
        return string.Join(separator, cells.Select(cell =>
            cell.Contains(';', StringComparison.Ordinal) && cell[0] != '"' ? $"\"{cell}\"" : cell));
    }
}
