namespace CheckIn.Hub.Rollouts;

/// <summary>Reads a plan as people ask for it; what is null is as usual.</summary>
internal static class RolloutPlanReader
{
    /// <exception cref="RolloutException">It is none.</exception>
    internal static RolloutPlan Read(
        RolloutPlan usual, string? stages, long? standS, long? patienceS, decimal? stopAt, int? atLeast, int? atOnce,
        int? trialS = null)
    {
        var plan = usual with
        {
            Stages = stages is null ? usual.Stages : RolloutStage.Parse(stages) ?? throw NoStages(stages),
            Stand = Span(standS, usual.Stand),
            Patience = Span(patienceS, usual.Patience),
            StopAt = stopAt ?? usual.StopAt,
            AtLeast = atLeast ?? usual.AtLeast,
            AtOnce = atOnce ?? usual.AtOnce,
            TrialS = trialS ?? usual.TrialS,
        };
        return plan.IsRight ? plan : throw RolloutException.Wrong(
            "A figure is out of its range: stand up to 30 days, patience 1 s to 30 days, stop at above 0 to 100 per cent, at "
                + "least 1 to 100,000, at once 1 to 10,000, trial 10 to 3,600 s. Nothing was begun.",
            "Có số nằm ngoài giới hạn: thời gian chờ tối đa 30 ngày, thời gian im lặng 1 giây đến 30 ngày, dừng khi trên 0 đến "
                + "100 phần trăm, ít nhất 1 đến 100.000, cùng lúc 1 đến 10.000, chạy thử 10 đến 3.600 giây. Chưa bắt đầu gì cả.");
    }

    private static RolloutException NoStages(string stages) => RolloutException.Wrong(
        $"'{stages}' is no list of stages such as 1,5%,25%,100%: gates or per cent, {RolloutStage.Most} at most. Nothing was "
            + "begun.",
        $"'{stages}' không phải danh sách giai đoạn như 1,5%,25%,100%: số cổng hoặc phần trăm, tối đa {RolloutStage.Most}. "
            + "Chưa bắt đầu gì cả.");

    private static TimeSpan Span(long? seconds, TimeSpan usual) =>
        seconds is { } some ? TimeSpan.FromSeconds(Math.Clamp(some, -1, int.MaxValue)) : usual;
}
