using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Web;

/// <summary>Server-sent events to one watcher: what is now, and again after each change, until he goes away or the hub stops.</summary>
internal static class EventStream
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    /// <param name="http">The watcher's request.</param>
    /// <param name="look">The data of now, and what completes at the next change.</param>
    /// <param name="atMostEvery">How often at most he is told.</param>
    /// <param name="time">Whose.</param>
    internal static async Task TellAsync(
        HttpContext http, Func<(string Data, Task Changed)> look, TimeSpan atMostEvery, TimeProvider time)
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
            while (true)
            {
                var (data, changed) = look();
                await http.Response.WriteAsync($"event: changed\ndata: {data}\n\n", ending.Token);
                await http.Response.Body.FlushAsync(ending.Token);
                await Task.Delay(atMostEvery, time, ending.Token);
                await changed.WaitAsync(ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher went away, or the hub stops.
        }
    }
}
