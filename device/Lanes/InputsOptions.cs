using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Lanes;

/// <summary>Section <c>Inputs</c>: contacts of the whole gate. None is wired by default.</summary>
public sealed class InputsOptions
{
    /// <summary>
    /// Active in an emergency. The fire panel's contact cuts the locks' power itself; this one lets the gate open its relays
    /// as well, and record it.
    /// </summary>
    public InputOptions Emergency { get; set; } = new();

    /// <summary>Active while the case is open.</summary>
    public InputOptions Tamper { get; set; } = new();

    /// <summary>Active while the mains are gone and the gate runs on its battery.</summary>
    public InputOptions Mains { get; set; } = new();

    /// <summary>Active while the hidden button is pressed.</summary>
    public InputOptions Duress { get; set; } = new();
}
