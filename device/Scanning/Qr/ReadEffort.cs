namespace CheckIn.Gate.Scanning.Qr;

/// <summary>How much a picture is worth: how many layers of the search are gone through, and for how long.</summary>
public enum ReadEffort
{
    /// <summary>One of many frames of a camera stream: at most 40 ms, for the next frame may be better.</summary>
    Frame,
    /// <summary>The only picture there is, such as a photograph: every repair is tried, for at most 2 s.</summary>
    Still,
}
