namespace CheckIn.Mqtt;

/// <summary>A message at QoS 1 or 2 on its way to the server, by its packet identifier.</summary>
internal sealed class MqttOutgoing(ushort id, MqttMessage message, long begun)
{
    private readonly TaskCompletionSource<MqttAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ushort Id => id;

    public MqttMessage Message => message;

    /// <summary>Its place among those to be sent again.</summary>
    public long Order { get; set; }

    /// <summary>QoS 2: the server has the message, and we have let go of it; only PUBREL is sent again.</summary>
    public bool Released { get; set; }

    /// <summary>Sent on this connection, and so counted against Receive Maximum.</summary>
    public bool InWindow { get; set; }

    public Task<MqttAnswer> Done => _done.Task;

    /// <summary>Message Expiry Interval less the time since it was first sent, 1 s at least.</summary>
    public uint? ExpiryAfter(TimeProvider time)
    {
        if (message.ExpirySeconds is not { } seconds)
            return null;
        // It is never left out: the server may know its identifier already, and would take the next message for it.
        var waited = (uint)Math.Min(time.GetElapsedTime(begun).TotalSeconds, uint.MaxValue);
        return seconds > waited ? seconds - waited : Math.Min(seconds, 1);
    }

    public void Complete(MqttAnswer answer) => _done.TrySetResult(answer);

    public void Fail(MqttException error)
    {
        _done.TrySetException(error);
        // Observed here: whoever cancelled the wait will not look any more.
        _ = _done.Task.Exception;
    }
}

/// <summary>What the server answered: a reason for each thing asked, and its own words if it gave any.</summary>
internal readonly record struct MqttAnswer(IReadOnlyList<MqttReasonCode> Reasons, string? Words);
