using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// Codes of a scanner that types: input events in, codes out. Where the kernel had no more room and dropped events
/// (SYN_DROPPED), the code that had begun is thrown away together with what follows up to the next end or silence:
/// nobody knows what is missing, and two codes must never become one.
/// </summary>
internal sealed class KeyFraming(TimeSpan idleTime) : CodeFraming(idleTime)
{
    internal const string Overrun = "the gate was too busy to take its keys in time; show it again";
    internal const string Chord =
        "the scanner presses the digits of an Alt code at once, and Linux loses a digit that comes twice; "
        + "let it type one digit after the other, or set it to a serial line";

    private readonly KeyTranslation _translation = new();
    private readonly TypedCode _code = new();
    private bool _isGap;
    private bool _isIncomplete;
    private string? _loss;

    internal override bool IsOpen => _code.Length > 0 || _isIncomplete || _translation.IsUnderWay;

    internal override void Reset()
    {
        _translation.Reset();
        _code.Clear();
        (_isGap, _isIncomplete) = (false, false);
    }

    /// <summary>
    /// Does once what a code asks for: while the runtime compiled it for the first one, the kernel's buffer would overflow.
    /// </summary>
    internal KeyFraming Rehearsed()
    {
        ReadOnlySpan<InputEvent> typed =
        [
            new(InputEvent.Key, Keys.LeftShift, InputEvent.Pressed), new(InputEvent.Key, Keys.FirstLetter, InputEvent.Pressed),
            new(InputEvent.Sync, InputEvent.Report, 0), new(InputEvent.Key, Keys.LeftShift, InputEvent.Released),
            new(InputEvent.Key, Keys.LeftControl, InputEvent.Pressed), new(InputEvent.Key, Keys.FirstLetter, InputEvent.Pressed),
            new(InputEvent.Key, Keys.LeftControl, InputEvent.Released), new(InputEvent.Key, Keys.LeftAlt, InputEvent.Pressed),
            new(InputEvent.Key, Keys.KeypadNine, InputEvent.Pressed), new(InputEvent.Sync, InputEvent.Report, 0),
            new(InputEvent.Key, Keys.KeypadNine, InputEvent.Pressed), new(InputEvent.Sync, InputEvent.Report, 0),
            new(InputEvent.Key, Keys.KeypadNine, InputEvent.Pressed), new(InputEvent.Sync, InputEvent.Report, 0),
            new(InputEvent.Key, Keys.LeftAlt, InputEvent.Released), new(InputEvent.Key, Keys.Enter, InputEvent.Pressed),
        ];
        var codes = new List<byte[]>();
        Push(MemoryMarshal.AsBytes(typed), 0, codes);
        Tick(0, codes);
        Reset();
        return this;
    }

    internal override string? TakeLoss()
    {
        var loss = _loss;
        _loss = null;
        return loss;
    }

    /// <summary>The kernel hands over whole events.</summary>
    protected override bool Take(ReadOnlySpan<byte> bytes, ICollection<byte[]> codes)
    {
        var saysSomething = false;
        foreach (var input in MemoryMarshal.Cast<byte, InputEvent>(bytes))
        {
            if (input.Type == InputEvent.Sync)
                Sync(input.Code);
            else if (input.Type == InputEvent.Key && !_isGap)
                TakeKey(input, codes);
            saysSomething |= input.Type == InputEvent.Key
                ? input.Value is InputEvent.Pressed or InputEvent.Released
                : input is { Type: InputEvent.Sync, Code: InputEvent.Dropped };
        }
        return saysSomething;
    }

    protected override void FallSilent(ICollection<byte[]> codes)
    {
        End(codes);
        _translation.FallSilent();
    }

    private void Sync(ushort code)
    {
        if (code == InputEvent.Dropped)
        {
            _isGap = true;
        }
        else if (code == InputEvent.Report && _isGap)
        {
            Reset();
            _isIncomplete = true;
            _loss = Overrun;
        }
        else if (code == InputEvent.Report)
        {
            _translation.EndReport();
        }
    }

    private void TakeKey(InputEvent input, ICollection<byte[]> codes)
    {
        var typed = _translation.Take(input.Code, input.Value);
        if (typed.Kind == TypedKind.End)
            End(codes);
        else if (typed.Kind == TypedKind.Character && !_isIncomplete)
            _code.Add(typed);
    }

    private void End(ICollection<byte[]> codes)
    {
        if (_code.Length > 0 && !_code.IsCertain)
            _loss = Chord;
        else if (_code.Length > 0)
            codes.Add(_code.ToBytes());
        _code.Clear();
        _isIncomplete = false;
    }
}
