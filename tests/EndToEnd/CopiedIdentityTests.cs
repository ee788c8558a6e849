using System.Net;
using CheckIn.Fixtures;
using CheckIn.Mqtt;

namespace CheckIn.EndToEnd.Tests;

public class CopiedIdentityTests : Journey
{
    [Fact]
    public async Task A_gate_whose_place_another_machine_took_records_it_and_the_hub_shows_it_for_good()
    {
        await Premises.StartHubAsync();
        var pictures = Directory.CreateDirectory(Path.Combine(Premises.Folder, "none")).FullName;
        await Premises.StartGateAsync("gate-1", "In", pictures, once: false, 1,
            new() { ["Uplink:ReconnectCap"] = "00:00:01", ["Uplink:HealthEvery"] = "00:00:10" });
        await Eventually("the birth", async () => await Premises.Hub.StateAsync("gate-1") == "ready");
        // As two machines that bear one key do for ever. One that was sending in that moment may see the line end, and not
        // read why; the next time it does.
        while (!await IsRecordedAsync())
        {
            await using var other = await MqttClient.ConnectAsync(
                new MqttClientOptions { Host = "127.0.0.1", Port = Premises.Broker.Port, ClientId = "gate-1" }, default);
            await other.Ended.WaitAsync(Patience);
        }
        await Eventually("the row's alarm", async () => (await Premises.Hub.TextAsync("api/v1/gates"))
            .Contains("identity_copied", StringComparison.Ordinal));
        var page = WebUtility.HtmlDecode(await Premises.Hub.TextAsync("gates?lang=vi"));
        Assert.Contains("khoá của cổng bị sao chép", page, StringComparison.Ordinal);
    }

    /// <summary>The hub has the event, or gets it within a few seconds.</summary>
    private async Task<bool> IsRecordedAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5))
        {
            if ((await Premises.Hub.EventsAsync())
                .Any(e => e.Kind == "alarm" && e.Fact.Contains("identity_copied", StringComparison.Ordinal)))
                return true;
            await Task.Delay(200);
        }
        return false;
    }
}
