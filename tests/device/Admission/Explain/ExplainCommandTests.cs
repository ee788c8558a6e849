using System.Text;
using CheckIn.Fixtures;
using CheckIn.Gate.Admission.Explain;

namespace CheckIn.Gate.Tests.Admission.Explain;

/// <summary>2026-11-02 is a Monday.</summary>
public sealed class ExplainCommandTests
{
    private static readonly string[] Settings =
    [
        "--Lanes:0:Name=vao", "--Lanes:0:Scanner:Kind=Serial", "--Lanes:0:Scanner:Device=/dev/null",
            "--Rules:Hours=Mo-Fr 06:00-18:00",
        "--Rules:Passback=Hard",
    ];
    private readonly string _code = new SyntheticCodes(4).Cccd();

    [Fact]
    public void It_shows_each_rule_in_order_and_what_the_visitor_is_told()
    {
        var (exit, text) = Run([_code, "--at", "2026-11-02T23:00", "--lang", "en", .. Settings]);
        Assert.Equal(1, exit);
        foreach (var line in new[]
        {
            "Lane vao (in), 2026-11-02 23:00 +07:00", "category: visitor", "  ✓ kind       Cccd",
            "  ✗ hours      Mo-Fr 06:00-18:00; Mon 2026-11-02 23:00  → outside_hours",
                "Refused: outside_hours. You cannot enter at this hour.",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
        (exit, text) = Run([_code, "--at=2026-11-02T08:00+07:00", "--lang", "vi", "--lane", "vao", .. Settings]);
        Assert.Equal(0, exit);
        foreach (var line in new[]
        {
            "nhóm: khách (visitor)", "Mo-Fr 06:00-18:00; T2 2026-11-02 08:00", "Cho qua: known_credential. Mời đi qua.",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_code_nothing_is_printed_but_its_kind_and_category()
    {
        var (_, text) = Run(["-", "--lang", "en", .. Settings], _code + "\n");
        Assert.All(_code.Split('|').Where(static field => field.Length > 3), field =>
            Assert.DoesNotContain(field, text, StringComparison.Ordinal));
        Assert.Contains("Code: cccd", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no lane cua", "x", "--lane", "cua")]
    [InlineData("no time such as", "x", "--at", "tomorrow")]
    [InlineData("One code is wanted", "x", "--file", "/dev/null")]
    [InlineData("Rules:Hours: at character 1", "x", "--Rules:Hours", "always")]
    public void What_cannot_be_said_is_told(string problem, params string[] args)
    {
        var (exit, text) = Run([.. args, .. Settings.Where(setting =>
            !args.Any(arg => setting.StartsWith(arg + "=", StringComparison.Ordinal)))]);
        Assert.Equal(2, exit);
        Assert.Contains(problem, text, StringComparison.Ordinal);
    }

    private static (int Exit, string Text) Run(string[] args, string input = "")
    {
        using var output = new StringWriter();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        return (ExplainCommand.Run(args, stream, output, output, new FakeTime()), output.ToString());
    }
}
