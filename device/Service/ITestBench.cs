namespace CheckIn.Gate.Service;

/// <summary>
/// What a technician can try: the running gate's lanes, over its control socket (<see cref="ServiceClient"/>), or
/// hardware that was opened for it because no gate runs (<see cref="LaneTests"/>).
/// </summary>
internal interface ITestBench
{
    /// <summary>What each lane has.</summary>
    IReadOnlyList<LaneEquipment> Equipment { get; }

    /// <summary>Does one thing; readings come while it lasts, then one answer with Done.</summary>
    IAsyncEnumerable<ServiceAnswer> TestAsync(string what, string lane, int seconds, CancellationToken cancellation);

    /// <summary>Whether the technician saw or heard the last one.</summary>
    ValueTask JudgeAsync(string what, string lane, bool ok, CancellationToken cancellation);
}
