namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// From keys going down and up to characters, for the layout of the United States, which scanners type unless they are
/// set otherwise. Characters come directly, with either Shift; control characters with Ctrl (GS is Ctrl and "]"); all
/// others by their number on the keypad while Alt is held. Enter, the keypad's Enter and Tab end a code. A key that
/// repeats because it is held says nothing new. Pure: a state and a step, and the state is a few numbers.
/// </summary>
internal sealed class KeyTranslation
{
    private const int LeftShift = 1, RightShift = 2, LeftControl = 4, RightControl = 8, LeftAlt = 16, RightAlt = 32;
    private const int Shift = LeftShift | RightShift, Control = LeftControl | RightControl, Alt = LeftAlt | RightAlt;
    private int _held;
    private bool _capsLock;
    private AltCode _alt;

    /// <summary>True while something has begun that silence ends.</summary>
    internal bool IsUnderWay => _capsLock || _alt.Digits > 0;

    internal Typed Take(ushort key, int value)
    {
        if (value is not (InputEvent.Pressed or InputEvent.Released))
            return Typed.Nothing;
        if (Modifier(key) is var modifier and not 0)
            return value == InputEvent.Pressed ? Hold(modifier) : LetGo(modifier);
        return value == InputEvent.Pressed ? Press(key) : Typed.Nothing;
    }

    /// <summary>What follows happens later than what came.</summary>
    internal void EndReport() => _alt.EndReport();

    /// <summary>
    /// The line is silent. Caps Lock is given up: some scanners press it before and after a code, others mean that it
    /// is on at the other end, and nobody here shows them that it is.
    /// </summary>
    internal void FallSilent() => (_capsLock, _alt) = (false, default);

    /// <summary>Every key is up.</summary>
    internal void Reset()
    {
        FallSilent();
        _held = 0;
    }

    private Typed Hold(int modifier)
    {
        if ((modifier & Alt) != 0 && (_held & Alt) == 0)
            _alt = default;
        _held |= modifier;
        return Typed.Nothing;
    }

    private Typed LetGo(int modifier)
    {
        _held &= ~modifier;
        if ((modifier & Alt) == 0 || (_held & Alt) != 0 || _alt.Digits == 0)
            return Typed.Nothing;
        var alt = _alt;
        _alt = default;
        return Typed.Of(alt.Value, alt);
    }

    private Typed Press(ushort key)
    {
        if (key is Keys.Enter or Keys.KeypadEnter or Keys.Tab)
            return Typed.End;
        if (key == Keys.CapsLock)
            _capsLock = !_capsLock;
        if ((_held & Alt) != 0)
        {
            if (Keys.KeypadDigit(key) is var digit and >= 0)
                _alt.Add(digit);
            return Typed.Nothing;
        }
        if ((_held & Control) != 0)
            return Keys.ControlCharacter(key) is var control and >= 0 ? Typed.Of(control) : Typed.Nothing;
        var typed = Keys.Character(key, (_held & Shift) != 0, _capsLock);
        return typed == '\0' ? Typed.Nothing : Typed.Of(typed);
    }

    private static int Modifier(ushort key) => key switch
    {
        Keys.LeftShift => LeftShift,
        Keys.RightShift => RightShift,
        Keys.LeftControl => LeftControl,
        Keys.RightControl => RightControl,
        Keys.LeftAlt => LeftAlt,
        Keys.RightAlt => RightAlt,
        _ => 0,
    };
}
