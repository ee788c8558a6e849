using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Storage;
using CheckIn.Updates;
using Polly;
using Polly.Retry;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Fetches a package into a file, on from where an earlier try ended. What the hub announced bounds what is written; what
/// was fetched is believed only after it was unpacked and checked (<see cref="UpdateStaging"/>).
/// </summary>
internal sealed class UpdateFetch(HubDesk desk, VersionStore store, UpdateOptions options, TimeProvider time)
{
    private const int Tries = 6;
    private static readonly TimeSpan SilenceAtMost = TimeSpan.FromSeconds(30);

    /// <summary>For tests.</summary>
    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="UpdateException">There is no room, or it is not what was announced.</exception>
    /// <exception cref="HttpRequestException">The hub is not reached, again and again.</exception>
    /// <exception cref="HubRefusedException">The hub does not give it.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal async Task RunAsync(UpdateWanted wanted, Action beat, CancellationToken stopping)
    {
        var path = store.PartOf(wanted.Package);
        CheckRoom(SizeOf(path), wanted);
        await Retrying().ExecuteAsync(async ending =>
        {
            if (SizeOf(path) is var have && have < wanted.Size)
                await desk.FetchUpdateAsync(
                    wanted.Package, have,
                    (content, resumes) => TakeAsync(path, content, resumes, wanted, beat, ending), ending);
        }, stopping);
    }

    private ResiliencePipeline Retrying() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Tries - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstPause,
            MaxDelay = TimeSpan.FromMinutes(1),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TimeoutException>()
                .Handle<OperationCanceledException>(static e => e.InnerException is TimeoutException),
        })
        .Build();

    /// <summary>For the rest of the package, for its files beside it, and for the journal.</summary>
    private void CheckRoom(long have, UpdateWanted wanted)
    {
        var needed = wanted.Size - have + wanted.Size + options.KeepFree;
        if (DiskState.Of(Path.Combine(store.Folder, VersionStore.StateFile)) is { } disk && disk.FreeBytes < needed)
            throw new UpdateException(
                UpdateReasons.NoSpace, $"{needed} bytes are needed below {store.Folder}, and {disk.FreeBytes} are free");
    }

    private static async Task TakeAsync(
        string path, Stream content, bool resumes, UpdateWanted wanted, Action beat, CancellationToken stopping)
    {
        await using var file = PrivateFile.OpenWrite(path, resumes ? FileMode.Append : FileMode.Create);
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(content, buffer, stopping) is > 0 and var read)
        {
            if (file.Position + read > wanted.Size)
            {
                File.Delete(path);
                throw new UpdateException(UpdateReasons.NotAsAnnounced, $"more than {wanted.Size} bytes come");
            }
            await file.WriteAsync(buffer.AsMemory(0, read), stopping);
            beat();
        }
        file.Flush(flushToDisk: true);
        if (file.Position < wanted.Size)
            throw new HttpRequestException($"it ended after {file.Position} of {wanted.Size} bytes");
    }

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken stopping)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(SilenceAtMost);
        try
        {
            return await content.ReadAsync(buffer, silence.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {SilenceAtMost}");
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
