using System.Diagnostics;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Updates;
using CheckIn.Gate.Uplink;
using CheckIn.Rules;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Settings;

/// <summary>The catalog that the hub goes by is what the gate's own options say.</summary>
public sealed class SettingsInventoryTests
{
    private static readonly (string Key, Type Options)[] Sections =
    [
        ("", typeof(LanesOptions)), ("Gate", typeof(GateOptions)), ("Gpio", typeof(GpioOptions)), ("Health", typeof(HealthOptions)),
        ("Journal", typeof(JournalOptions)), ("Keys", typeof(KeyOptions)), ("Service", typeof(ServiceOptions)),
        ("Enrolment", typeof(EnrolmentOptions)), ("Settings", typeof(SettingsOptions)), ("Updates", typeof(UpdateOptions)),
        ("Uplink", typeof(UplinkOptions)), ("Rules", typeof(RulesOptions)), ("Kiosk", typeof(KioskOptions)),
    ];

    /// <summary>What goes beyond a single setting, which the catalog leaves to the gate.</summary>
    private static readonly string[] Together =
    [
        "shorter than", "set both", "less than that", "all three or none", "with Rpicam", "is missing; a serial", "a name without '/'",
    ];

    [Fact]
    public async Task The_catalog_is_what_the_program_writes_from_its_options()
    {
        var written = await PrintedAsync("settings", "catalog", "--json");
        var kept = await File.ReadAllTextAsync(
            Path.Combine(Executables.Repository!, "shared", "Settings", "settings-catalog.json"));
        Assert.True(
            written == kept, "shared/Settings/settings-catalog.json is another than the gate's options. Write it anew with "
            + "checkin-gate settings catalog --json, and put English and Vietnamese texts where there are none.");
    }

    [Fact]
    public async Task The_reference_is_what_the_program_writes_from_the_catalog()
    {
        var written = await PrintedAsync("settings", "catalog", "--markdown", "--lang", "en");
        var kept = await File.ReadAllTextAsync(
            Path.Combine(Executables.Repository!, "device", "docs", "settings-reference.md"));
        Assert.True(
            written == kept, "device/docs/settings-reference.md is another than the catalog. Write it anew with "
            + "checkin-gate settings catalog --markdown --lang en.");
    }

    /// <summary>Who has the hub shall not choose what a gate writes, reads or runs.</summary>
    [Fact]
    public void No_path_and_no_program_of_the_gate_is_the_hubs_to_say()
    {
        string[] names = ["Path", "File", "Folder", "Directory", "Socket", "Command", "Program", "Id", "Name"];
        var open = SettingsCatalog.Gate.Entries.Where(entry => entry is { Kind: SettingKind.Text, IsLocal: false }
            && names.Any(name => entry.Name.EndsWith(name, StringComparison.Ordinal))).Select(static entry => entry.Path);
        Assert.Equal(["Gate:Name"], open);
        Assert.All(
            SettingsCatalog.Gate.Entries.Where(static entry => entry.Path.Split(':')[0] is "Updates" or "Keys" or "Enrolment"),
            static entry => Assert.True(entry.IsLocal, entry.Path));
    }

    /// <summary>What the hub refuses would be refused by the gate, and what it lets through would not, but for what others say.</summary>
    [Fact]
    public void The_catalog_judges_every_text_as_the_gates_own_options_do()
    {
        var (compared, differences) = (0, new List<string>());
        foreach (var entry in SettingsCatalog.Gate.Entries.Where(
            static entry => entry.IsValue && !entry.Path.StartsWith("Logging", StringComparison.Ordinal)))
        {
            foreach (var text in Texts(entry))
            {
                var key = entry.Path.Replace('*', '0').Replace('#', '0');
                var problems = Problems(key, text).Where(problem => problem.StartsWith(key + " is", StringComparison.Ordinal)
                    && !Together.Any(words => problem.Contains(words, StringComparison.Ordinal))).ToArray();
                if (entry.Allows(text) != (problems.Length == 0))
                    differences.Add($"{key} = '{text}': the gate says: {string.Join(" ", problems)}");
                compared++;
            }
        }
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(compared > 1500, $"{compared} texts were compared.");
    }

    private static IEnumerable<string> Texts(SettingEntry entry) => new[]
    {
        "", "0", "1", "-1", "-2", "3", "2.5", "1e2", "0x10", "99999999999999999999", "x", "Auto", "true", "00:00:00", "00:00:01",
        "00:00:05", "0:5", "25:00", "1.00:00:00", "-00:00:01", " 00:00:03 ", "mqtts://hub.example", "mqtt://10.0.0.1:1883",
        "mqtt://localhost:1883", "mqtts://a/b", "//a", "in", " in ", "OUT", "a-b", "a b", "Ả", "a\n", new string('a', 64),
        new string('a', 101), "NaN", entry.Default, entry.Least, entry.Most, entry.Choices?[0], entry.Choices?[^1].ToLowerInvariant(),
    }.OfType<string>().Distinct();

    private static IReadOnlyList<string> Problems(string key, string text)
    {
        var (section, type) = Sections.FirstOrDefault(one => one.Key == key.Split(':')[0]);
        type ??= typeof(LanesOptions);
        section ??= "";
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [key] = text }).Build();
        var written = section.Length == 0 ? (IConfiguration)configuration : configuration.GetSection(section);
        var problems = SettingsTexts.Problems(type, written, section);
        if (problems.Count > 0)
            return problems;
        var options = Activator.CreateInstance(type)!;
        written.Bind(options);
        return SettingsCheck.Problems(options, section);
    }

    private static async Task<string> PrintedAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Executables.Gate, .. arguments]) { RedirectStandardOutput = true };
        using var gate = Process.Start(start)!;
        var printed = await gate.StandardOutput.ReadToEndAsync();
        await gate.WaitForExitAsync();
        Assert.Equal(0, gate.ExitCode);
        return printed;
    }
}
