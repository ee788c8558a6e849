namespace CheckIn.Gate.Scanning.Serial;

/// <summary>How a serial line's ends tell each other to wait.</summary>
public enum FlowControl
{
    /// <summary>Not at all; as scanners come.</summary>
    None,
    /// <summary>By the wires RTS and CTS.</summary>
    Hardware,
    /// <summary>By the characters XON and XOFF, which codes then cannot contain.</summary>
    Software,
}
