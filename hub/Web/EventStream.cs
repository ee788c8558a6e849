using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Web;

/// <summary>What a watcher is to know.</summary>
/// <param name="Data">Of now.</param>
/// <param name="Changed">Completes at the next change of anything.</param>
/// <param name="Mark">Differs when what he sees does: while it does not he is not told; null = he sees all.</param>
internal readonly record struct Glance(string Data, Task Changed, int? Mark = null);

/// <summary>
/// Server-sent events to one watcher: what is now, and again after each change of what he sees, until he goes away or
/// the hub stops.
/// </summary>
internal static class EventStream
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <param name="http">The watcher's request.</param>
    /// <param name="look">What there is to see now.</param>
    /// <param name="atMostEvery">How often at most he is told.</param>
    /// <param name="time">Whose.</param>
    internal static async Task TellAsync(
        HttpContext http, Func<Glance> look, TimeSpan atMostEvery, TimeProvider time)
    {
        using var place = http.RequestServices.GetRequiredService<Watchers>().Take(http);
        if (place is null)
        {
            await CallerLimits.RefuseAsync(http, AskAgain);
            return;
        }
        RequestTimes.Lift(http);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await http.Response.WriteAsync("retry: 2000\n\n", ending.Token);
            Glance? last = null;
            while (true)
            {
                var now = look();
                if (last is not { Mark: { } mark } || now.Mark != mark)
                {
                    await http.Response.WriteAsync($"event: changed\ndata: {now.Data}\n\n", ending.Token);
                    await http.Response.Body.FlushAsync(ending.Token);
                }
                last = now;
                await Task.Delay(atMostEvery, time, ending.Token);
                await now.Changed.WaitAsync(ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher went away, or the hub stops.
        }
    }
}
