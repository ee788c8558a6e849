using CheckIn.Gate.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Settings;

public sealed class SettingsMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_run_has_nothing_to_compare_with() => Assert.Null(Run(("Gate:Id", "a")).Changes());

    [Fact]
    public void The_same_settings_are_no_change_however_they_are_spelt()
    {
        Run(("Gate:Id", "a"), ("Lanes:0:Turnstile:Pulse", "00:00:01")).Keep();
        Assert.Null(Run(("gate:id", "a"), ("LANES:0:turnstile:pulse", "00:00:01")).Changes());
    }

    [Fact]
    public void What_was_changed_added_or_taken_away_is_named_and_no_value_is()
    {
        Run(("Gate:Id", "a"), ("Lanes:0:Turnstile:Pulse", "00:00:01"), ("Uplink:Hub", "mqtt://127.0.0.1")).Keep();
        var changes = Run(("Gate:Id", "b"), ("Lanes:0:Turnstile:Pulse", "00:00:01"), ("Inputs:Tamper:Pin", "5")).Changes();
        Assert.Equal("Gate:Id, Inputs:Tamper:Pin, Uplink:Hub", changes);
        Assert.DoesNotContain("127.0.0.1", File.ReadAllText(Kept), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_changes_are_counted()
    {
        Run().Keep();
        var changes = Run([.. Enumerable.Range(0, 20).Select(i => ($"Lanes:{i:00}:Name", "x"))]).Changes();
        Assert.EndsWith("Lanes:07:Name and 12 more", changes, StringComparison.Ordinal);
    }

    [Fact]
    public void Logging_is_no_setting_of_the_gate()
    {
        Run(("Gate:Id", "a")).Keep();
        Assert.Null(Run(("Gate:Id", "a"), ("Logging:LogLevel:Default", "Debug")).Changes());
    }

    private string Kept => Path.Combine(_folder, "journal.db-settings");

    private SettingsMemory Run(params (string Key, string Value)[] settings) => new(
        Kept, new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))).Build());
}
