using System.Security.Authentication;
using CheckIn.Contract;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Lists;

/// <summary>
/// Fetches the lists that the hub names, when they are others than those that are here, and keeps where it says that the
/// gate stands. It stands beside decisions and
/// never in their way: they go on with the lists of before, and what fails is told once and tried again. Gates that hear of a
/// long list at the same moment fetch it over some seconds, not all at once.
/// </summary>
internal sealed class ListService(
    GateLists lists, HubWishes wishes, HubLink link, HubDesk desk, TimeProvider time, ILogger<ListService> logger,
    Liveness? liveness = null)
    : BackgroundService
{
    private const long Long = 64 * 1024;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1), Spread = TimeSpan.FromSeconds(10);
    /// <summary>Four lists, each within its own time.</summary>
    private static readonly TimeSpan RoundTakesAtMost = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal); // hash by name
    private string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = liveness?.Watch("lists", RoundTakesAtMost);
        try
        {
            while (true)
            {
                var heard = wishes.Heard;
                beat?.Beat();
                await RoundAsync(stoppingToken);
                beat?.Rest();
                await Task.WhenAny(heard, Task.Delay(Every * (0.8 + (0.4 * Random.Shared.NextDouble())), time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    /// <summary>Fetches what is another, and takes note of what is the same and of where the gate stands.</summary>
    internal async Task RoundAsync(CancellationToken stopping)
    {
        if (wishes.Wanted is { } heard)
            Keep(() => lists.Stand(heard.Place));
        var wanted = (wishes.Wanted?.Lists ?? []).Where(static list => ListNames.All.Contains(list.Name)).ToList();
        var same = wanted.Where(list => lists.Find(list.Name)?.Sha256 == list.Sha256).Select(static list => list.Name).ToList();
        if (link.Now.ConnectedS is not null)
            Keep(() => lists.Confirm(same));
        foreach (var list in wanted.Where(list => !same.Contains(list.Name)))
        {
            if (_refused.GetValueOrDefault(list.Name) != list.Sha256)
                await FetchAsync(list, stopping);
        }
    }

    private async Task FetchAsync(ListWanted wanted, CancellationToken stopping)
    {
        try
        {
            if (wanted.Bytes is < 0 or > ListWanted.MaxBytes)
                throw new FormatException($"It would have {wanted.Bytes} bytes.");
            if (wanted.Bytes > Long)
                await Task.Delay(Spread * Random.Shared.NextDouble(), time, stopping);
            lists.Take(wanted, await desk.FetchListAsync(wanted.Name, wanted.Bytes, stopping));
            _trouble = null;
            // What comes again later is another announcement.
            _refused.Remove(wanted.Name);
            Log.Taken(logger, wanted.Name, wanted.Version, wanted.Bytes);
        }
        catch (FormatException e)
        {
            // The hub may have made another one meanwhile, and says so; the same one is not fetched again.
            _refused[wanted.Name] = wanted.Sha256;
            Log.Refused(logger, wanted.Name, wanted.Version, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or AuthenticationException or IOException
            or TimeoutException or InvalidOperationException
            || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            if (_trouble != e.Message)
                Log.NotFetched(logger, wanted.Name, e.Message);
            _trouble = e.Message;
        }
    }

    private void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            if (_trouble != e.Message)
                Log.NotKept(logger, e.Message);
            _trouble = e.Message;
        }
    }
}
