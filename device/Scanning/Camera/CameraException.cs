namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A camera that is not there, or does not do what it should. The message says what, and what to do.</summary>
internal sealed class CameraException(string message) : IOException(message);
