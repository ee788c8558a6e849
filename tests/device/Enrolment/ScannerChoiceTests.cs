using CheckIn.Gate.Enrolment;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Enrolment;

public sealed class ScannerChoiceTests : IDisposable
{
    private static readonly Dictionary<string, string> Reader = new() { ["Kind"] = "Keyboard", ["Device"] = "0c2e:0b61" };
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-choice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_lane_that_nothing_gives_a_scanner_has_the_one_that_was_chosen_by_the_lanes_name()
    {
        ScannerChoice.Keep(_folder, "ra", Reader);
        ScannerChoice.Keep(_folder, "khac", Reader);
        var settings = Settings(("Lanes:0:Name", "vao"), ("Lanes:1:Name", "ra"), ("Lanes:1:Scanner:BaudRate", "19200"));
        Assert.Equal(
            [("Lanes:1:Scanner:Device", "0c2e:0b61"), ("Lanes:1:Scanner:Kind", "Keyboard")],
            ScannerChoice.Settings(_folder, settings).Select(pair => (pair.Key, pair.Value!)).Order());
        Assert.Equal([(0, "vao"), (1, "ra")], ScannerChoice.Missing(settings));
    }

    [Theory]
    [InlineData("Lanes:0:Scanner:Device", "/dev/ttyACM0"), InlineData("Lanes:0:Scanner:Kind", "Camera")]
    [InlineData("Lanes:0:Scanner:Kind", "Pictures"), InlineData("Lanes:0:Scanner:Kind", "a slip of the pen")]
    public void Whoever_names_a_scanner_has_the_last_word(string key, string value)
    {
        ScannerChoice.Keep(_folder, "vao", Reader);
        var settings = Settings(("Lanes:0:Name", "vao"), (key, value));
        Assert.Empty(ScannerChoice.Settings(_folder, settings));
        Assert.Empty(ScannerChoice.Missing(settings));
    }

    [Fact]
    public void A_damaged_choice_is_asked_for_again_and_one_that_is_kept_is_for_the_gates_user_alone()
    {
        File.WriteAllText(Path.Combine(_folder, ScannerChoice.FileName), "{");
        Assert.Empty(ScannerChoice.Settings(_folder, Settings(("Lanes:0:Name", "vao"))));
        ScannerChoice.Keep(_folder, "vao", Reader);
        Assert.Equal(2, ScannerChoice.Settings(_folder, Settings(("Lanes:0:Name", "vao"))).Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, ScannerChoice.FileName)));
    }

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();
}
