using CheckIn.Hardware.Devices;

return args switch
{
    ["frames", var folder] => Frames.Draw(folder),
    _ => 2,
};
