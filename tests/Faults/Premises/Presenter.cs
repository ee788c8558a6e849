using CheckIn.Faults.Record;
using CheckIn.Fixtures;

namespace CheckIn.Faults.Premises;

/// <summary>
/// People before a gate, one after the other: a code is shown when the scanner is listened to, the next one when the
/// turnstile or the red lamp has answered and is back at rest, or the gate is dead. So each answer, and each row,
/// belongs to one code.
/// </summary>
internal sealed class Presenter(Controller controller, int seed) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Random _random = new(seed);
    private readonly SyntheticCodes _codes = new(seed);
    private readonly SemaphoreSlim _turn = new(1);
    private TaskCompletionSource? _ambush;
    private double _ambushAt;
    private Task? _life;
    // Typical times to an answer, ns: of a program's first code, and of the later ones, for which all is compiled.
    private double _cold = 60e6, _warm = 3e6;

    /// <summary>Longest pause between two people.</summary>
    internal TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(900);

    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var gap = Task.Delay(Gap * _random.NextDouble(), stopping);
            await gap.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _turn.WaitAsync(CancellationToken.None);
            try
            {
                if (!stopping.IsCancellationRequested && controller.IsListening)
                    await PresentAsync();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Nobody comes until the result is disposed.</summary>
    internal async Task<IDisposable> PauseAsync()
    {
        await _turn.WaitAsync();
        return new Pause(_turn);
    }

    /// <summary>
    /// Kills the gate at such a share of the time that the next code takes, more than 1 = when it is answered; false =
    /// nobody came.
    /// </summary>
    internal async Task<bool> AmbushAsync(double share, TimeSpan patience)
    {
        var ambush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ambushAt = share;
        Volatile.Write(ref _ambush, ambush);
        await Task.WhenAny(ambush.Task, Task.Delay(patience));
        return Interlocked.Exchange(ref _ambush, null) is null;
    }

    public void Dispose() => _turn.Dispose();

    private async Task PresentAsync()
    {
        var (answers, gone) = (controller.Pins.Answers, controller.Gone);
        var isFirst = _life != gone;
        _life = gone;
        var at = controller.Ledger.Present();
        controller.Line.Show(NextCode());
        if (Interlocked.Exchange(ref _ambush, null) is { } ambush)
        {
            var until = at + (long)(_ambushAt * (isFirst ? _cold : _warm));
            while (TimeProvider.System.GetTimestamp() < until)
                Thread.SpinWait(20);
            controller.Kill();
            ambush.SetResult();
        }
        if (await controller.Pins.AnsweredAsync(answers, gone, Patience))
            Learn(controller.Pins.AnsweredNs - at, isFirst);
        else if (!gone.IsCompleted)
        {
            var burning = string.Join(", ", controller.Pins.Active);
            controller.Ledger.NoteStuck(controller.Pins.Answers > answers
                ? $"answered, and then pin {burning} stayed active"
                : "a code was shown to a living gate and not answered");
        }
    }

    private void Learn(long tookNs, bool isFirst)
    {
        if (isFirst)
            _cold += (tookNs - _cold) / 4;
        else
            _warm += (tookNs - _warm) / 4;
    }

    private string NextCode() => _random.Next(20) switch
    {
        < 9 => _codes.Cccd(),
        < 13 => _codes.CanCuoc(),
        < 16 => _codes.NationalPersonalQr(),
        16 => _codes.Unknown(),
        17 => _codes.VenueCode(),
        18 => _codes.Malformed(),
        _ => _codes.InsuranceCard(),
    };

    private sealed class Pause(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
