using CheckIn.Storage;

namespace CheckIn.Hub.Commands;

/// <summary>
/// Sends what was given to many, a few at a time so that a thousand gates do not answer or begin anew in the same
/// second; ends what is not answered, once a second; and takes out what is old, once an hour.
/// </summary>
internal sealed class CommandLoop(CommandDesk desk, TimeProvider time, ILogger<CommandLoop> logger) : BackgroundService
{
    internal const int PerBeat = 20;
    internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(1), ForgetEvery = TimeSpan.FromHours(1);
    private long? _expired, _forgot;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        desk.Recall();
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
                await TurnAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; what was not sent is found unanswered.
        }
    }

    internal async Task TurnAsync()
    {
        try
        {
            for (var sent = 0; sent < PerBeat && desk.ToSend.TryRead(out var command); sent++)
                await desk.SendAsync(command);
            if (IsTime(ref _expired, ExpireEvery))
                await desk.ExpireAsync();
            if (IsTime(ref _forgot, ForgetEvery))
                await desk.ForgetAsync();
        }
        catch (DatabaseException e)
        {
            Log.NotKept(logger, e.Message);
        }
    }

    private bool IsTime(ref long? last, TimeSpan every)
    {
        var now = time.GetTimestamp();
        if (last is { } before && time.GetElapsedTime(before, now) < every)
            return false;
        last = now;
        return true;
    }
}
