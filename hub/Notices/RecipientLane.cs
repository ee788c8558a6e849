using System.Security.Cryptography;
using System.Threading.Channels;
using CheckIn.Hub.Events;
using CheckIn.Hub.Notices.Channels;
using CheckIn.Hub.Settings;
using CheckIn.Storage;
using Polly;
using Polly.Retry;

namespace CheckIn.Hub.Notices;

/// <summary>
/// The way of messages to one recipient, beside those to the others: wait a moment for what else happens, make one
/// message of it, send what is to be sent, the oldest first. A message that does not arrive is tried again and again,
/// further and further apart, and given up in the end; what happens meanwhile is gathered, so that at most
/// <see cref="MostOnTheWay"/> messages wait for somebody who cannot be reached. A new one among them has the first
/// tried again at once: the way may be free by now. A message is kept before it is sent and marked after it: a crash in
/// between sends it once more, with the same key.
/// </summary>
internal sealed class RecipientLane : IDisposable
{
    /// <summary>Messages that are kept for a recipient who cannot be reached; the rest stays gathered.</summary>
    internal const int MostOnTheWay = 3;
    /// <summary>After the first attempt.</summary>
    internal const int Retries = 8;
    /// <summary>How often what is held back by the time of day or a snooze is looked at again.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);
    private readonly Recipient _recipient;
    private readonly LaneParts _parts;
    private readonly INoticeChannel _channel;
    private readonly ResiliencePipeline<Delivery> _again;
    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _removed = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _waiting;
    private volatile int _onTheWay; // written by the lane alone

    internal RecipientLane(Recipient recipient, LaneParts parts)
    {
        (_recipient, _parts) = (recipient, parts);
        _channel = parts.Channels.Single(channel => channel.Kind == recipient.Channel);
        _again = new ResiliencePipelineBuilder<Delivery> { TimeProvider = parts.Time }.AddRetry(new()
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMinutes(1),
            MaxDelay = TimeSpan.FromHours(1),
            ShouldHandle = static args =>
                ValueTask.FromResult(args.Outcome.Result is { IsDone: false, IsFinal: false }),
            OnRetry = SayWhenAsync,
        }).Build();
    }

    /// <summary>Runs until the recipient is removed or the hub stops.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, _removed.Token);
        try
        {
            while (true)
            {
                await Task.Delay(_parts.Options.Gather, _parts.Time, both.Token);
                await RoundAsync(both.Token);
                await WokenAsync(both.Token);
            }
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // What is not sent yet is in the database.
        }
    }

    /// <summary>There is news for him.</summary>
    /// <param name="isUrgent">Somebody asked for it: the next attempt is made now.</param>
    internal void Wake(bool isUrgent = false)
    {
        _woken.Writer.TryWrite(true);
        CancellationTokenSource? waiting;
        lock (_lock)
            waiting = isUrgent || _onTheWay < MostOnTheWay ? _waiting : null;
        _ = waiting?.CancelAsync(); // elsewhere: whoever wakes has other things to do than what follows here
    }

    /// <summary>The recipient is no more.</summary>
    internal void Remove() => _removed.Cancel();

    public void Dispose() => _removed.Dispose();

    private async Task RoundAsync(CancellationToken cancellation)
    {
        _woken.Reader.TryRead(out _);
        try
        {
            await _parts.Making.WaitAsync(cancellation);
            try
            {
                await MakeAsync(cancellation);
            }
            finally
            {
                _parts.Making.Release();
            }
            await SendAllAsync(cancellation);
        }
        catch (DatabaseException e)
        {
            Log.NotKeptForRecipient(_parts.Logger, _recipient.Name, e.Message);
        }
    }

    /// <summary>Until there is news, or it is time to look whether what was held back may go.</summary>
    private async Task WokenAsync(CancellationToken cancellation)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(
            _woken.Reader.WaitToReadAsync(beat.Token).AsTask(), Task.Delay(Beat, _parts.Time, beat.Token));
        await beat.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        _onTheWay = _parts.Store.Read(db => MessageRows.CountDue(db, _recipient.Id));
        if (_onTheWay >= MostOnTheWay)
            return;
        var now = _parts.Time.GetUtcNow();
        var isQuiet = _recipient.Quiet?.IsIn(now, HubZone.Current) == true;
        var waiting = _parts.Store.Read(db => NoticeRows.Waiting(db, _recipient.Id));
        if (waiting.Count == 0)
            return;
        var fates = waiting.ToLookup(notice => NoticePlan.Judge(notice, isQuiet, now));
        var message = NoticePlan.Compose(waiting, isQuiet, now) is { } content ? Message(content, now) : null;
        if (message is null && !fates[Fate.Dropped].Any())
            return;
        await _parts.Store.WriteAsync(db =>
        {
            NoticeRows.Take(db, _recipient.Id, fates[Fate.Dropped], isTold: false);
            if (message is not null && MessageRows.Add(db, message))
                NoticeRows.Take(db, _recipient.Id, fates[Fate.Told], isTold: true);
        }, cancellation);
        if (message is not null)
            _onTheWay++;
    }

    private NoticeMessage Message(NoticeContent content, DateTimeOffset now)
    {
        var text = new MessageText(_recipient, _parts.Desk.Tree, now, _parts.Options.Page);
        return new NoticeMessage(
            0, NewKey(), _recipient.Id, _recipient.Name, now, content.All, text.Subject(content),
            _channel.BodyOf(content, text, now), 0, now, null, null, null);
    }

    internal static string NewKey() => "msg_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        // Not linked, so that nothing of it need be disposed while somebody else cancels it.
        var waiting = new CancellationTokenSource();
        using var end = cancellation.UnsafeRegister(
            static waiting => ((CancellationTokenSource)waiting!).Cancel(), waiting);
        SetWaiting(waiting);
        try
        {
            while (_parts.Store.Read(db => MessageRows.First(db, _recipient.Id)) is { } message)
            {
                var context = ResilienceContextPool.Shared.Get(waiting.Token);
                context.Properties.Set(Attempt.OfMessage, message);
                await _again.ExecuteAsync(
                    static (context, state) => state.Lane.TryAsync(state.Id, state.Cancellation),
                    context, (Lane: this, message.Id, Cancellation: cancellation));
                ResilienceContextPool.Shared.Return(context);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Woken while it waited to try again: there is news, or somebody asked.
        }
        finally
        {
            SetWaiting(null);
        }
    }

    /// <summary>Only waiting can be cut short; an attempt goes on to its end, since it may have arrived.</summary>
    private async ValueTask<Delivery> TryAsync(long id, CancellationToken cancellation)
    {
        // As it is now: it may have been tried before, or by another life of the hub.
        if (_parts.Store.Read(db => MessageRows.Find(db, id)) is not { State: NoticeMessageState.Waiting } message)
            return Delivery.Done;
        await _parts.Sending.WaitAsync(cancellation);
        Delivery delivery;
        try
        {
            delivery = await _channel.SendAsync(_recipient, message, cancellation);
        }
        finally
        {
            _parts.Sending.Release();
        }
        if (message.Attempts >= Retries && !delivery.IsDone)
            delivery = delivery with { IsFinal = true };
        await KeepAsync(message, delivery, cancellation);
        return delivery;
    }

    private async Task KeepAsync(NoticeMessage message, Delivery delivery, CancellationToken cancellation)
    {
        var now = _parts.Time.GetUtcNow();
        await _parts.Store.WriteAsync(db =>
        {
            if (delivery.IsDone)
                MessageRows.Sent(db, message.Id, now);
            else if (delivery.IsFinal)
                MessageRows.GivenUp(db, message.Id, now, delivery.InFull);
            else
                MessageRows.Failed(db, message.Id, now, delivery.InFull);
        }, cancellation);
        if (delivery.IsDone)
            Log.MessageSent(_parts.Logger, message.Id, _recipient.Name, message.Alerts);
        else if (delivery.IsFinal)
            Log.MessageGivenUp(_parts.Logger, message.Id, _recipient.Name, message.Alerts, delivery.Problem!);
        if (!delivery.IsDone && !delivery.IsFinal)
            return;
        _onTheWay--;
        _parts.Desk.FailingMayDiffer();
    }

    private async ValueTask SayWhenAsync(OnRetryArguments<Delivery> retry)
    {
        var message = retry.Context.Properties.GetValue(Attempt.OfMessage, null!);
        Log.MessageDelayed(
            _parts.Logger, message.Id, _recipient.Name, retry.Outcome.Result!.Problem!, retry.RetryDelay);
        var next = _parts.Time.GetUtcNow() + retry.RetryDelay;
        await _parts.Store.WriteAsync(db => MessageRows.Delayed(db, message.Id, next), retry.Context.CancellationToken);
    }

    private void SetWaiting(CancellationTokenSource? waiting)
    {
        lock (_lock)
            _waiting = waiting;
    }

    private static class Attempt
    {
        internal static readonly ResiliencePropertyKey<NoticeMessage> OfMessage = new("message");
    }
}

/// <summary>What all lanes share.</summary>
/// <param name="Making">Held by whoever makes a message, and while changes are given out.</param>
/// <param name="Sending">How many messages may be on their way at a time.</param>
internal sealed record LaneParts(
    EventStore Store, NoticeDesk Desk, IReadOnlyList<INoticeChannel> Channels, NoticeOptions Options, TimeProvider Time,
    SemaphoreSlim Making, SemaphoreSlim Sending, ILogger Logger);
