using CheckIn.Hub.Audit;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// While there is nobody, each start tells on the console the link that makes the administrator. On the console and not
/// in the log: logs are shipped, and whoever has the link has the hub.
/// </summary>
internal sealed class FirstLink(
    PeopleBook people, OneTimeLinks links, LinkAddress address, ILogger<FirstLink> logger) : IHostedLifecycleService
{
    /// <summary>Where it is told.</summary>
    internal TextWriter Output { get; set; } = Console.Out;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (people.All.Count > 0)
            return;
        try
        {
            var link = await links.MakeFirstAsync(Actor.Hub, cancellationToken);
            var language = Languages.Choose(null, Languages.Locale);
            await Output.WriteLineAsync(language.Of(
                "Nobody can sign in yet. Whoever opens this within 24 hours becomes the administrator (once; a new "
                    + "one: checkin-hub people setup):",
                "Chưa có người dùng nào. Ai mở liên kết này trong 24 giờ sẽ là quản trị viên (chỉ một lần; lấy liên "
                    + "kết mới: checkin-hub people setup):"));
            await Output.WriteLineAsync("  " + new Uri(address.Own, link.Path));
        }
        catch (Exception e) when (e is DatabaseException or AccountException)
        {
            Log.NoFirstLink(logger, e.Message);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
