namespace CheckIn.Gate.Scanning;

/// <summary>What makes a scanner's line: how it is opened, and how what comes over it is cut into codes.</summary>
/// <param name="Device">What the settings call it.</param>
/// <param name="Open">Opens it; throws <see cref="IOException"/> with words for an operator while it cannot be
/// had.</param>
/// <param name="Framing">The line's codes.</param>
/// <param name="IdleTime">Silence that ends a code.</param>
internal sealed record ScannerLine(string Device, Func<InputLine> Open, CodeFraming Framing, TimeSpan IdleTime);
