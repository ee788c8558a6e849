using CheckIn.Gate.Kiosk.Guards;

namespace CheckIn.Gate.Tests.Kiosk.Guards;

public sealed class GuardsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-guards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_guard_is_added_has_another_pin_and_is_removed()
    {
        Assert.Equal((0, "Nobody has a PIN at this gate's screen. Add somebody: checkin-gate guards add bao-ve-1\n"), Run([]));
        Assert.Equal((0, "✓ bao-ve-1 has a PIN at this gate's screen: Guard, at its top.\n"), Run(["add", "bao-ve-1"], "294715", "294715"));
        Assert.Equal(0, Run(["add", "a.2"], "860213", "860213").Code);
        Assert.Equal((0, "a.2\nbao-ve-1\n"), Run([]));
        Assert.Equal((0, "[\"a.2\",\"bao-ve-1\"]\n"), Run(["list", "--json"]));
        Assert.Equal(0, Run(["add", "bao-ve-1"], "970514", "970514").Code);
        Assert.True(Guards().Single(static one => one.Name == "bao-ve-1").Knows("970514"));
        Assert.Equal(0, Run(["remove", "a.2"]).Code);
        Assert.Equal((1, "✗ a.2 has no PIN here.\n"), Run(["remove", "a.2"]));
        Assert.Equal((0, "bao-ve-1\n"), Run([]));
    }

    [Fact]
    public void The_file_is_its_owners_alone_and_has_no_pin_in_it()
    {
        Run(["add", "bao-ve-1"], "294715", "294715");
        var file = Path.Combine(_folder, "guards.json");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("294715", File.ReadAllText(file), StringComparison.Ordinal);
        Run(["add", "bao-ve-2"], "294715", "294715");
        Assert.Equal(2, Guards().Select(static one => one.Hash).Distinct().Count());
    }

    [Theory]
    [InlineData("Bao Ve", "294715", "A guard is called by")]
    [InlineData("-x", "294715", "A guard is called by")]
    [InlineData("bao-ve-1", "29471", "6 to 12 digits")]
    [InlineData("bao-ve-1", "2947151234567", "6 to 12 digits")]
    [InlineData("bao-ve-1", "29471a", "6 to 12 digits")]
    [InlineData("bao-ve-1", "２９４７１５", "6 to 12 digits")]
    [InlineData("bao-ve-1", null, "6 to 12 digits")]
    [InlineData("bao-ve-1", "111111", "first PINs")]
    [InlineData("bao-ve-1", "123456", "first PINs")]
    [InlineData("bao-ve-1", "87654321", "first PINs")]
    public void What_cannot_be_is_refused_and_nothing_is_changed(string name, string? pin, string why)
    {
        var (code, said) = Run(["add", name], pin, pin);
        Assert.Equal(1, code);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Empty(Guards());
    }

    [Fact]
    public void Two_different_pins_change_nothing()
    {
        Assert.Equal((1, "✗ That was another one. Nothing was changed.\n"), Run(["add", "bao-ve-1"], "294715", "294716"));
        Assert.Empty(Guards());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""[{"name":"x","salt":"AAAA","hash":"AAAA","rounds":1}]""")]
    [InlineData("""[{"name":"x","salt":"AAAAAAAAAAAAAAAAAAAAAA","hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","rounds":2000000000}]""")]
    public void A_damaged_file_is_said_and_lets_nobody_in(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "guards.json"), content);
        var errors = new StringWriter();
        Assert.Equal(2, GuardsCommand.Run(["--Keys:Directory", _folder], static _ => null, true, TextWriter.Null, errors));
        Assert.Contains("is damaged", errors.ToString(), StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Guards());
    }

    private IReadOnlyList<Guard> Guards() => new GuardFile(_folder).Read();

    private (int Code, string Said) Run(string[] args, params string?[] typed)
    {
        var (answers, output) = (new Queue<string?>(typed), new StringWriter { NewLine = "\n" });
        var code = GuardsCommand.Run(
            [.. args, "--lang", "en", "--Keys:Directory", _folder], _ => answers.Dequeue(), true, output, output);
        return (code, output.ToString());
    }
}
