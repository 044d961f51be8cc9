/// What `-h` prints.
enum HelpText {
    static let text = """
        tonewheel-scsynth: Tonewheel's synthesis server, with the command line of scsynth.

          -u <port>       the UDP port to listen on
          -t <port>       the TCP port to listen on
          -p <password>   what a client must send first over TCP; UDP needs none
          -B <address>    the address to listen on (127.0.0.1)
          -i, -o <n>      input and output channels (8)
          -a <n>          audio buses (1024)             -c <n>  control buses (16384)
          -b <n>          buffers (1024)                 -n <n>  nodes (1024)
          -d <n>          definitions (1024)             -w <n>  wires between the units of a synth (64)
          -z <frames>     block size (64)                -Z <frames>  period of the device
          -S <hertz>      sample rate of the device      -H <name>    device: a JACK server's name
          -m <kB>         memory that all synths together may have (no limit)
          -l <n>          clients, TCP connections (64)  -r <seed>    where randomness begins
          -D <0|1>        load the definitions of the folder synthdefs (1)
          -P <folder>     files are read and written below it, and nowhere else
          -V <n>          how much is printed (0)
          -N <score> <input|_> <output> <rate> <header> <sample format>
                          play a score into a sound file, as fast as the machine can
          --isolation worker
                          render in a process of its own: a synth that crashes it does not end the sound (Linux)
          -v, --version   the version
          -h, --help      this text

        Accepted, and without a meaning here: -R -C -U -I -O -L -s -T -y.

        """
}
