using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Tests.Updates;

public sealed class UpdateSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-update-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{ "Updates": { "Keys": "/srv/hubs.pem", "Folder": "/srv/hubs" } }""")]
    [InlineData("""{ "updates": { "keys": "/srv/hubs.pem" }, "UPDATES:Folder": "/srv/hubs" }""")]
    public void Whose_programs_run_here_is_not_up_to_the_hub(string settings)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, EnrolmentStore.SettingsFile), settings);
        string[] args = ["--Enrolment:Directory", _folder.FullName, "--Gate:Id", "cong-a"];
        using var host = Host(args);
        var options = host.Services.GetRequiredService<IOptions<UpdateOptions>>().Value;
        Assert.Equal("/etc/checkin/release-keys.pem", options.Keys);
        Assert.Null(options.Folder);
        Assert.DoesNotContain("hubs", UpdateSettings.StoreOf(UpdateSettings.Read(args)).Folder, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_lie_beside_the_journal_or_where_somebody_at_the_gate_has_said()
    {
        var journal = Path.Combine(_folder.FullName, "data", "journal.db");
        Assert.Equal(Path.Combine(_folder.FullName, "data", "versions"), UpdateSettings.StoreOf(
            UpdateSettings.Read(["--Journal:Path", journal])).Folder);
        Assert.Equal(_folder.FullName, UpdateSettings.StoreOf(
            UpdateSettings.Read(["--Journal:Path", journal, "--Updates:Folder", _folder.FullName])).Folder);
    }

    [Fact]
    public void A_time_to_settle_that_no_trial_has_is_refused()
    {
        using var host = Host(["--Gate:Id", "cong-a", "--Updates:Settle", "00:05:00", "--Updates:Trial", "00:01:00"]);
        var refused = Assert.Throws<OptionsValidationException>(
            () => host.Services.GetRequiredService<IOptions<UpdateOptions>>().Value);
        Assert.Contains("Updates:Settle", refused.Message, StringComparison.Ordinal);
    }

    private static IHost Host(string[] args)
    {
        var builder = SettingsRegistration.CreateBuilder(args);
        builder.Services.AddUpdateSettings();
        return builder.Build();
    }
}
