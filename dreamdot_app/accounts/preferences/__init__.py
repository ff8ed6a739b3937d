"""What people choose: looks, language, time zone, privacy, which news reach them how."""
